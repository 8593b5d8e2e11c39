import { expect, it } from 'vitest';
import { StepClock } from '../step-clock.ts';
import { playTour } from './play-tour.ts';

type Tour = Parameters<typeof playTour>[0];

/** Steps that end as given, each having seen one thing. */
function scripted(ends: ('done' | 'failed')[]): Tour {
  let played = 0;
  return {
    steps: () =>
      ends.map((end, index) => ({
        title: `Step ${index + 1}`,
        tells: '',
        look: '',
        state: index < played ? end : 'to come',
        seen: index < played ? [`Seen in ${index + 1}.`] : [],
      })),
    next: () => {
      played += 1;
      return Promise.resolve();
    },
    watch: () => undefined,
  };
}

it('plays every step and says what was seen', async () => {
  const said: string[] = [];
  const steps = await playTour(scripted(['done', 'done']), new StepClock(() => undefined), (line) =>
    said.push(line.trim()),
  );
  expect(steps.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(said).toEqual(['Seen in 1.', 'Seen in 2.']);
});

it('ends at the step that did not happen, with its name and the reason', async () => {
  const clock = new StepClock(() => undefined);
  const failure = await playTour(scripted(['done', 'failed', 'done']), clock, () => undefined).catch(
    (thrown: Error) => thrown,
  );
  expect(failure).toMatchObject({ message: 'Step "Step 2" failed.', cause: { message: 'Seen in 2.' } });
  expect(clock.steps.map(({ name }) => name)).toEqual(['Step 1']);
});
