import type { Action } from '../use-action.ts';
import { texts } from '../texts.en.ts';

interface ActionButtonProps {
  action: Action;
  label: string;
  busyLabel: string;
  isBusy?: boolean;
  /** What to say when the session is not where this could be done. */
  conflictText?: string;
}

/** Stays focusable while it works: a disabled button would drop the keyboard's place. */
export function ActionButton({ action, label, busyLabel, isBusy = false, conflictText }: ActionButtonProps) {
  const isWorking = action.isRunning || isBusy;
  return (
    <>
      <button
        type="button"
        class="button button-primary"
        aria-disabled={isWorking}
        onClick={() => {
          if (!isWorking) action.start();
        }}
      >
        {isWorking && <span class="spinner" aria-hidden="true" />}
        {isWorking ? busyLabel : label}
      </button>
      <p class="action-error" role="alert">
        {action.outcome === 'failed' && texts.actionFailed}
        {action.outcome === 'conflict' && (conflictText ?? texts.actionFailed)}
      </p>
    </>
  );
}
