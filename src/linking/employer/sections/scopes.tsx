import type { EmployerPageView } from '../../../employer/employer-page-view.ts';
import { texts } from '../../modal/texts/index.ts';
import { toDay } from '../../modal/time-words.ts';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';
import { Section } from './section.tsx';

interface ScopesProps {
  view: EmployerPageView;
  words: EmployerTexts;
}

/** What is read, kind by kind, and who agreed to it. */
export function Scopes({ view, words }: ScopesProps) {
  const isOver = view.state === 'disconnected';
  return (
    <Section id="read" title={isOver ? words.wasRead : words.read}>
      {!isOver && <p>{words.readLead(view.organization.name)}</p>}
      <div class="folds">
        {view.scopes.map((scope) => (
          <details class="unfold" key={scope.model}>
            <summary>
              {scope.title} <span class="fine">{words.fieldCount(scope.fields.length)}</span>
            </summary>
            <p>{scope.fields.join(', ')}</p>
            {scope.sensitive_fields.length > 0 && (
              <p>
                <strong>{words.sensitive}:</strong> {scope.sensitive_fields.join(', ')}
              </p>
            )}
          </details>
        ))}
      </div>
      {view.consent && <Consent consent={view.consent} words={words} />}
    </Section>
  );
}

function Consent({
  consent,
  words,
}: {
  consent: NonNullable<EmployerPageView['consent']>;
  words: EmployerTexts;
}) {
  const day = toDay(consent.given_at, texts.locale);
  return (
    <>
      <p class="fine">
        {consent.person_name === null ? words.consentUnnamed(day) : words.consent(day, consent.person_name)}
      </p>
      {consent.text !== null && (
        <details class="unfold">
          <summary>{words.consentText}</summary>
          <p class="as-written">{consent.text}</p>
        </details>
      )}
    </>
  );
}
