import type { SessionView } from '../../session-view.ts';
import { toSupportHref } from '../support-link.ts';
import { texts } from '../texts/index.ts';

export function Support({ organization }: { organization: SessionView['organization'] }) {
  const contact = organization.support_contact;
  if (contact === null) return <footer class="support">{texts.supportUnknown(organization.name)}</footer>;
  const href = toSupportHref(contact);
  return (
    <footer class="support">
      {texts.support(organization.name)}{' '}
      {href === null ? (
        <strong>{contact}</strong>
      ) : (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {contact}
        </a>
      )}
    </footer>
  );
}
