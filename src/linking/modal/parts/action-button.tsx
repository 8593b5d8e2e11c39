import type { Action } from '../use-action.ts';
import { texts } from '../texts.en.ts';

interface ActionButtonProps {
  action: Action;
  label: string;
  busyLabel: string;
  isBusy?: boolean;
}

/** Stays focusable while it works: a disabled button would drop the keyboard's place. */
export function ActionButton({ action, label, busyLabel, isBusy = false }: ActionButtonProps) {
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
        {action.hasFailed && texts.actionFailed}
      </p>
    </>
  );
}
