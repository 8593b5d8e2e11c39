import type { ComponentChildren } from 'preact';

interface TextInputProps {
  id: string;
  label: string;
  value: string;
  onInput: (value: string) => void;
  type: 'text' | 'password';
  autoComplete: 'username' | 'current-password' | 'off';
  /** What the person must know to fill it in. */
  hint?: ComponentChildren;
}

/** One field that is typed in, with its words tied to it. */
export function TextInput({ id, label, value, onInput, type, autoComplete, hint }: TextInputProps) {
  const hintId = `${id}-hint`;
  return (
    <div class="text-input">
      <label for={id}>{label}</label>
      <input
        {...(type === 'text' ? { type } : { type })}
        {...{ id, value }}
        name={id}
        required
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellcheck={false}
        {...(hint ? { 'aria-describedby': hintId } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint && (
        <p id={hintId} class="fine">
          {hint}
        </p>
      )}
    </div>
  );
}
