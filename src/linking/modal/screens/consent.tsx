import type { ComponentChildren } from 'preact';
import type { SessionView } from '../../session-view.ts';
import { ConsentForm } from '../parts/consent-form.tsx';
import { Icon, type IconName } from '../parts/icons.tsx';
import { RelinkNotice } from '../parts/relink-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import type { Outcome } from '../use-session.ts';

type SessionConsent = NonNullable<SessionView['consent']>;
type Section = SessionConsent['sections'][number];

interface ConsentProps {
  view: SessionView;
  consent: SessionConsent;
  onAgree: (personName: string) => Promise<Outcome>;
  onDecline: (() => void) | null;
}

/** In plain words, before anything is created at the source. The service writes the text, and keeps it as it was shown. */
export function Consent({ view, consent, onAgree, onDecline }: ConsentProps) {
  return (
    <>
      <ScreenHeading title={consent.title} lead={consent.lead} />
      <RelinkNotice view={view} />
      <dl class="terms">
        {consent.sections.map((section) => (
          <Term key={section.key} icon={ICONS[section.key]} title={section.title}>
            <p>{section.text}</p>
            {section.emphasis !== null && <p class="term-emphasis">{section.emphasis}</p>}
            {section.groups.map((group) => (
              <Group key={group.title} group={group} />
            ))}
          </Term>
        ))}
      </dl>
      <ConsentForm
        statement={consent.statement}
        source={view.integration.name}
        onAgree={onAgree}
        onDecline={onDecline}
      />
    </>
  );
}

const ICONS: Record<Section['key'], IconName> = {
  who: 'person',
  what: 'list',
  often: 'clock',
  never: 'shield',
  stop: 'stop',
};

function Group({ group }: { group: Section['groups'][number] }) {
  return (
    <details class="term-group">
      <summary>{group.title}</summary>
      <p>{group.fields}</p>
    </details>
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
