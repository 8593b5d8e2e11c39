import type { MailKind, MailRules, SourceMail } from '../contract.ts';
import { findInvitationLink, isInvitationLink, matchesLinkPath } from './find-invitation-link.ts';
import { isAllowedRequest } from './web/allow-list.ts';
import type { Site } from './web/site-schema.ts';

/** In the order in which they are asked: a reset names the password as the expiry does. */
const KINDS = [
  ['passwordReset', 'password_reset'],
  ['passwordExpiring', 'password_expiring'],
  ['authenticatorChange', 'authenticator_change'],
  ['signInAlert', 'sign_in_alert'],
] as const satisfies readonly (readonly [keyof Site['mail'], MailKind])[];

export function createMailRules(site: Site): MailRules {
  return {
    isSender: (domain) => site.invitationSenderDomains.includes(domain.toLowerCase()),
    findInvitationLink: (links) => findInvitationLink(site, links),
    classify: (mail) => classifyMail(site, mail),
    findUnknownLinks: (links) => findUnknownLinks(site, links),
  };
}

function classifyMail(site: Site, mail: SourceMail): MailKind {
  const subject = foldText(mail.subject ?? '');
  const found = KINDS.find(([words]) => {
    const { subjects, linkPaths } = site.mail[words];
    return (
      subjects.some((text) => subject.includes(foldText(text))) ||
      mail.links.some((link) => leadsTo(site, link, linkPaths))
    );
  });
  return found?.[1] ?? 'other';
}

/** An invitation link is unknown here only where there are several, so that none of them was taken. */
function findUnknownLinks(site: Site, links: readonly string[]): string[] {
  const hasOne = findInvitationLink(site, links) !== undefined;
  return [...new Set(links)].filter(
    (link) => isWebLink(link) && !isKnownPlace(site, link) && !(hasOne && isInvitationLink(site, link)),
  );
}

function isWebLink(link: string): boolean {
  return /^https?:/i.test(link.trim());
}

function isKnownPlace(site: Site, link: string): boolean {
  const url = URL.parse(link);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:' && url.port === '' && site.mail.harmlessLinkHosts.includes(url.hostname))
    return true;
  return !url.pathname.startsWith(site.paths.invitationPrefix) && isAllowedRequest(site, 'GET', url);
}

function leadsTo(site: Site, link: string, paths: readonly string[]): boolean {
  const origin = site.origins.find((candidate) => link.startsWith(`${candidate}/`));
  return origin !== undefined && paths.some((path) => matchesLinkPath(path, link.slice(origin.length)));
}

function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[‐‑–]/g, '-').replace(/\s+/g, ' ');
}
