import { useRef, useState } from 'preact/hooks';
import { copyText } from '../copy-text.ts';
import type { FormField } from '../guide-form.ts';
import { texts } from '../texts/index.ts';
import { useAnnounce } from './announcer.tsx';
import { Address } from './address.tsx';
import { Icon } from './icons.tsx';
import { Tick } from './tick.tsx';

interface FormFieldRowProps {
  field: FormField;
  isTicked: boolean;
  onTick: (isTicked: boolean) => void;
}

/** One field of the form at the source: tick, label, value, copy. */
export function FormFieldRow({ field: { label, value, is_copyable }, isTicked, onTick }: FormFieldRowProps) {
  const announce = useAnnounce();
  const [isCopied, setCopied] = useState(false);
  const valueElement = useRef<HTMLSpanElement>(null);
  const copy = async (): Promise<void> => {
    if (await copyText(value)) {
      setCopied(true);
      onTick(true);
      announce(texts.guide.copyDone(label));
    } else {
      if (valueElement.current) window.getSelection()?.selectAllChildren(valueElement.current);
      announce(texts.guide.copyByHand(label));
    }
  };
  return (
    <li class={`field ${isTicked ? 'is-ticked' : ''}`}>
      <Tick label={texts.guide.tickField(label)} isTicked={isTicked} onTick={onTick} />
      <span class="field-label">{label}</span>
      <span class={is_copyable ? 'field-value is-exact' : 'field-value'} ref={valueElement}>
        <Address text={value} />
      </span>
      {is_copyable && (
        <button type="button" class="button button-small" onClick={() => void copy()}>
          <Icon name={isCopied ? 'check' : 'copy'} />
          <span class="button-word">{isCopied ? texts.guide.copied : texts.guide.copy}</span>
          <span class="visually-hidden"> {label}</span>
        </button>
      )}
    </li>
  );
}
