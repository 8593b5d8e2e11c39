import { useState } from 'preact/hooks';

export interface Action {
  isRunning: boolean;
  hasFailed: boolean;
  start(): void;
}

/** A button's work: never twice at once, and it remembers that it failed until the next try. */
export function useAction(work: () => Promise<boolean>): Action {
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');
  const start = async (): Promise<void> => {
    if (state === 'running') return;
    setState('running');
    setState((await work()) ? 'idle' : 'failed');
  };
  return { isRunning: state === 'running', hasFailed: state === 'failed', start: () => void start() };
}
