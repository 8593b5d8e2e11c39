import type { Demo } from './start-demo.ts';

/** A signal stops the parts in their order, the database last; a second one ends at once. */
export function stopOnSignal(): { use: (demo: Demo) => void; end: () => void } {
  let demo: Demo | undefined;
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    void (demo?.stop() ?? Promise.resolve()).finally(() => process.exit(130));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    use: (started) => (demo = started),
    end: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  };
}
