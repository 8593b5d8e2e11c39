import { expect, it } from 'vitest';
import type { Logger } from '../lib/logger.ts';
import { startTicker } from './ticker.ts';

const silent = { warn: () => undefined } as unknown as Logger;

it('beats on while a step of another ticker is slow', async () => {
  const slow = Promise.withResolvers<void>();
  const beats = Promise.withResolvers<void>();
  let count = 0;
  const beat = (): Promise<void> => {
    count += 1;
    if (count === 3) beats.resolve();
    return Promise.resolve();
  };
  const work = startTicker([{ name: 'slow', run: () => slow.promise }], 0.001, silent);
  const heart = startTicker([{ name: 'beat', run: beat }], 0.001, silent);
  await beats.promise;
  slow.resolve();
  await Promise.all([work.stop(), heart.stop()]);
  expect(count).toBeGreaterThanOrEqual(3);
});

it('goes on with the next step, and the next tick, after a step that failed', async () => {
  const told: string[] = [];
  const twice = Promise.withResolvers<void>();
  let runs = 0;
  const ticker = startTicker(
    [
      { name: 'broken', run: () => Promise.reject(new Error('broken')) },
      {
        name: 'sound',
        run: () => {
          runs += 1;
          if (runs === 2) twice.resolve();
          return Promise.resolve();
        },
      },
    ],
    0.001,
    { warn: (fields: { step: string }) => told.push(fields.step) } as unknown as Logger,
  );
  await twice.promise;
  await ticker.stop();
  expect(told.slice(0, 2)).toEqual(['broken', 'broken']);
});
