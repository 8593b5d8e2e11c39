import { expect, it } from 'vitest';
import { WakeableLoop, type PassNews } from './wakeable-loop.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

it('a pass at work is told of each waking, and another one follows; one that is over is told nothing', async () => {
  const begun: PassNews[] = [];
  const ends: (() => void)[] = [];
  const loop = new WakeableLoop(log, 'pass_failed', (news) => {
    begun.push(news);
    return new Promise<void>((resolve) => ends.push(resolve));
  });
  loop.wake();
  let told = 0;
  begun[0]!.onWake(() => (told += 1));
  loop.wake();
  loop.wake();
  expect([told, begun.length]).toEqual([2, 1]);
  ends[0]!();
  await expect.poll(() => begun.length).toBe(2);
  loop.wake();
  expect(told).toBe(2);
  const stopped = loop.stop();
  expect(begun[1]!.signal.aborted).toBe(true);
  ends[1]!();
  await stopped;
  expect(begun).toHaveLength(2);
});
