import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LinkRefused, RequestFailed } from './link-api.ts';
import { readEvents, watchSession } from './watch-session.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const CHANGED = 'event: changed\ndata: {}\n\n';

function createStream() {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (one) => void (controller = one) });
  return {
    stream,
    say: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
    fail: (error: Error) => controller.error(error),
  };
}

/** A watch over streams that the test opens by hand; an error stands for an opening that fails. */
function startWatch(openings: (ReturnType<typeof createStream> | Error)[]) {
  const seen: string[] = [];
  const watch = watchSession({
    openEvents(signal) {
      seen.push('opened');
      const next = openings.shift() ?? new RequestFailed(null);
      if (next instanceof Error) return Promise.reject(next);
      signal.addEventListener('abort', () => next.fail(new Error('aborted')));
      return Promise.resolve(next.stream);
    },
    onChange: () => seen.push('changed'),
    onWatched: (isWatched) => seen.push(isWatched ? 'watched' : 'unwatched'),
  });
  return { seen, stop: () => watch.stop() };
}

it('reads events that come in pieces, and signs of life', async () => {
  const { stream, say, end } = createStream();
  for (const piece of [': still', ' here\n\neve', 'nt: changed\nda', 'ta: {}\n\n', 'event: half']) say(piece);
  end();
  const names: (string | null)[] = [];
  for await (const name of readEvents(stream)) names.push(name);
  expect(names).toEqual([null, 'changed']);
});

it('tells of changes, and comes again when the service ends the news', async () => {
  const [first, second] = [createStream(), createStream()];
  const { seen, stop } = startWatch([first, second]);
  first.say(CHANGED);
  await vi.advanceTimersByTimeAsync(0);
  first.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['opened', 'watched', 'changed', 'unwatched']);
  second.say(': still here\n\n');
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen.slice(4)).toEqual(['opened', 'watched']);
  stop();
});

it('gives up a service that falls silent, and lets one live that shows signs of life', async () => {
  const [first, second] = [createStream(), createStream()];
  const { seen, stop } = startWatch([first, second]);
  for (let seconds = 0; seconds < 90; seconds += 15) {
    first.say(': still here\n\n');
    await vi.advanceTimersByTimeAsync(15_000);
  }
  expect(seen).toEqual(['opened', 'watched']);
  await vi.advanceTimersByTimeAsync(27_000);
  expect(seen).toEqual(['opened', 'watched', 'unwatched', 'opened']);
  stop();
});

it('tries ever more rarely where there are no news to be had, and not at all with a link that is refused', async () => {
  const { seen, stop } = startWatch([]);
  await vi.advanceTimersByTimeAsync(120_000);
  const count = seen.filter((one) => one === 'opened').length;
  expect(count).toBeGreaterThan(4);
  expect(count).toBeLessThan(10);
  stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(seen.filter((one) => one === 'opened')).toHaveLength(count);

  const refused = startWatch([new LinkRefused()]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(refused.seen.filter((one) => one === 'opened')).toHaveLength(1);
});
