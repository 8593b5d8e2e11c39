import type { SessionView } from '../../session-view.ts';
import { toSupportHref } from '../support-link.ts';
import { texts } from '../texts/index.ts';

export function Support({ organization }: { organization: SessionView['organization'] }) {
  const contact = organization.support_contact;
  if (contact === null) return <p class="support">{texts.supportUnknown(organization.name)}</p>;
  const href = toSupportHref(contact);
  return (
    <p class="support">
      {texts.support(organization.name)}{' '}
      {href === null ? (
        <strong>{contact}</strong>
      ) : (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {contact}
        </a>
      )}
    </p>
  );
}
