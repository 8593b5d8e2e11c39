import type { Logger } from '../lib/logger.ts';

/** Something that is done every so often in each worker process, whatever the queue does. */
export interface TickStep {
  name: string;
  run: () => Promise<unknown>;
}

/**
 * Runs the steps one after another every `seconds`. A step that fails is logged and tried again at the next tick: the
 * loop itself never ends before `stop`.
 */
export function startTicker(
  steps: readonly TickStep[],
  seconds: number,
  log: Logger,
): { stop: () => Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const tick = async (): Promise<void> => {
    for (const step of steps) {
      if (isStopped) return;
      await step.run().catch((error: unknown) => log.warn({ step: step.name, error }, 'tick_failed'));
    }
  };
  const loop = async (): Promise<void> => {
    await tick();
    if (!isStopped) timer = setTimeout(next, seconds * 1000);
  };
  const next = (): void => {
    current = loop();
  };
  let current = loop();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
