import type { ComponentChildren } from 'preact';
import type { SessionView } from '../../session-view.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon, type IconName } from '../parts/icons.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';

interface ConsentProps {
  view: SessionView;
  onAgree: () => Promise<Outcome>;
  onDecline: (() => void) | null;
}

/** In plain words, before anything is created at the source. */
export function Consent({ view, onAgree, onDecline }: ConsentProps) {
  const agreement = useAction(onAgree);
  const organization = view.organization.name;
  const source = view.integration.name;
  const words = texts.consent;
  return (
    <>
      <ScreenHeading
        title={words.title(organization, source)}
        lead={words.lead(organization, view.employer_name, source)}
      />
      <dl class="terms">
        <Term icon="person" title={words.who}>
          {words.whoText[view.method](organization, source)}
        </Term>
        <Term icon="list" title={words.what}>
          <ul class="plain-list">
            {view.scopes.map(({ model, title, fields }) => (
              <li key={model}>
                <strong>{title}</strong>: {fields.join(', ')}
              </li>
            ))}
          </ul>
        </Term>
        <Term icon="clock" title={words.often}>
          {words.oftenText(organization)}
        </Term>
        <Term icon="shield" title={words.never}>
          {words.neverText(source)}
        </Term>
        <Term icon="stop" title={words.stop}>
          {words.stopText[view.method](organization, source)}
        </Term>
      </dl>
      <p>{words.need(source)}</p>
      <div class="actions">
        <ActionButton action={agreement} label={words.agree} busyLabel={words.agreeing} />
        {onDecline && (
          <button type="button" class="button" onClick={onDecline}>
            {words.decline}
          </button>
        )}
      </div>
      <p class="fine">{words.authority(view.employer_name)}</p>
    </>
  );
}

function Term({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }) {
  return (
    <div class="term">
      <dt>
        <Icon name={icon} />
        {title}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
