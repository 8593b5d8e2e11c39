import type { FormField } from '../guide-form.ts';
import { texts } from '../texts/index.ts';
import { useTicks } from '../use-ticks.ts';
import { FormFieldRow } from './form-field.tsx';

/** The form at the source, field by field, with what is done already. */
export function FormFields({ fields, email }: { fields: FormField[]; email: string }) {
  const ticks = useTicks('form', email);
  const doneCount = fields.filter(({ label }) => ticks.has(label)).length;
  return (
    <>
      <ul class="fields">
        {fields.map((field) => (
          <FormFieldRow
            key={field.label}
            field={field}
            isTicked={ticks.has(field.label)}
            onTick={(isTicked) => ticks.set(field.label, isTicked)}
          />
        ))}
      </ul>
      <p class="fine">{texts.guide.filled(doneCount, fields.length)}</p>
    </>
  );
}
