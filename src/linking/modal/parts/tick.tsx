import { Icon } from './icons.tsx';

interface TickProps {
  /** What is done when it is ticked. */
  label: string;
  isTicked: boolean;
  onTick: (isTicked: boolean) => void;
}

/** A check mark of the person's own: it helps to keep one's place and is sent nowhere. */
export function Tick({ label, isTicked, onTick }: TickProps) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={isTicked}
        aria-label={label}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      <span class="tick-box" aria-hidden="true">
        <Icon name="check" />
      </span>
    </label>
  );
}
