import type { ComponentChildren } from 'preact';

interface TextInputProps {
  id: string;
  label: string;
  value: string;
  onInput: (value: string) => void;
  type: 'text' | 'password';
  autoComplete: 'name' | 'username' | 'current-password' | 'off';
  /** What the person must know to fill it in. */
  hint?: ComponentChildren;
  /** Why it can't be taken as it stands. */
  error?: string | null;
}

/** One field that is typed in, with its words tied to it. */
export function TextInput({
  id,
  label,
  value,
  onInput,
  type,
  autoComplete,
  hint,
  error = null,
}: TextInputProps) {
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [...(hint ? [hintId] : []), ...(error === null ? [] : [errorId])].join(' ');
  return (
    <div class="text-input">
      <label for={id}>{label}</label>
      <input
        // The types know what may stand beside each kind of input, and have no word for either.
        {...(type === 'text' ? { type } : { type })}
        {...{ id, value }}
        name={id}
        required
        autoComplete={autoComplete}
        autoCapitalize={autoComplete === 'name' ? 'words' : 'none'}
        spellcheck={false}
        {...(describedBy === '' ? {} : { 'aria-describedby': describedBy })}
        aria-invalid={error !== null}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p id={errorId} class="input-error" role="alert">
        {error}
      </p>
      {hint && (
        <p id={hintId} class="fine">
          {hint}
        </p>
      )}
    </div>
  );
}
