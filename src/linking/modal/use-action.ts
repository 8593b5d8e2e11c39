import { useState } from 'preact/hooks';
import type { Outcome } from './use-session.ts';

export interface Action {
  isRunning: boolean;
  /** Of the last try; null before the first and while the next one runs. */
  outcome: Outcome | null;
  start(): void;
}

/** A button's work: never twice at once, and it remembers how it went until the next try. */
export function useAction(work: () => Promise<Outcome>): Action {
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const start = async (): Promise<void> => {
    if (isRunning) return;
    setRunning(true);
    setOutcome(null);
    setOutcome(await work());
    setRunning(false);
  };
  return { isRunning, outcome, start: () => void start() };
}
