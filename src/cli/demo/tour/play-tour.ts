import type { Tour, TourStepView } from '../../../sandbox/partner-app/index.ts';
import type { StepClock } from '../step-clock.ts';

/**
 * Plays every step without a person, and says what was seen.
 * @throws Error with the step that did not happen, and why
 */
export async function playTour(
  tour: Tour,
  clock: StepClock,
  say: (line: string) => void,
): Promise<TourStepView[]> {
  for (const [index, { title }] of tour.steps().entries()) {
    const step = await clock.step(title, async () => {
      await tour.next();
      const played = tour.steps()[index]!;
      if (played.state !== 'done') throw new Error(played.seen.join(' '));
      return played;
    });
    for (const fact of step.seen) say(`           ${fact}`);
  }
  return tour.steps();
}
