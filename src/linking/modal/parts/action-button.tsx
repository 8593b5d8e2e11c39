import type { Action } from '../use-action.ts';
import { texts } from '../texts/index.ts';
import { toWait } from '../time-words.ts';
import type { Outcome, TooOften } from '../use-session.ts';

interface ActionButtonProps {
  action: Action;
  label: string;
  busyLabel: string;
  isBusy?: boolean;
  /** What to say when the session is not where this could be done. */
  conflictText?: string;
  /** What to say when what was typed can't be used. */
  unusableText?: string;
  /** Beside the button that most people need. */
  isSecondary?: boolean;
  /** In a form, which then starts the action itself. */
  isSubmit?: boolean;
}

/** Stays focusable while it works: a disabled button would drop the keyboard's place. */
export function ActionButton({ action, label, busyLabel, isBusy = false, ...more }: ActionButtonProps) {
  const isWorking = action.isRunning || isBusy;
  return (
    <>
      <button
        type={more.isSubmit ? 'submit' : 'button'}
        class={more.isSecondary ? 'button' : 'button button-primary'}
        aria-disabled={isWorking}
        onClick={() => {
          if (!isWorking && !more.isSubmit) action.start();
        }}
      >
        {isWorking && <span class="spinner" aria-hidden="true" />}
        {isWorking ? busyLabel : label}
      </button>
      <p class="action-error" role="alert">
        {errorText(action.outcome, more)}
      </p>
    </>
  );
}

type Words = Pick<ActionButtonProps, 'conflictText' | 'unusableText'>;

function errorText(outcome: Outcome | null, words: Words): string | null {
  switch (outcome) {
    case null:
    case 'done':
      return null;
    case 'conflict':
      return words.conflictText ?? texts.actionFailed;
    case 'unusable':
      return words.unusableText ?? texts.actionFailed;
    case 'failed':
      return texts.actionFailed;
    default:
      return tooOftenText(outcome);
  }
}

function tooOftenText({ retryAfterMs }: TooOften): string {
  const { tooOften, tooOftenUnknown } = texts.limits;
  return retryAfterMs === null ? tooOftenUnknown : tooOften(toWait(retryAfterMs, texts.locale));
}
