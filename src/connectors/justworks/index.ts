import type { Connector } from '../contract.ts';
import { findInvitationLink } from './find-invitation-link.ts';
import { openRemoteSession } from './open-remote-session.ts';
import { capabilities } from './permissions.ts';
import { serviceAccountForm } from './service-account-form.ts';
import { acceptInvitation, readInvitation } from './web/accept-invitation.ts';
import { startSignIn } from './web/sign-in.ts';
import { createSite } from './web/site.ts';

/**
 * Justworks through its web site, as a service account.
 * @param siteOverrides corrects what `web/site.ts` assumes
 * @throws AppError site_override_invalid naming the key at fault
 */
export function createJustworksConnector(siteOverrides: Record<string, unknown>): Connector {
  const site = createSite(siteOverrides);
  return {
    slug: 'justworks',
    name: 'Justworks',
    capabilities,
    serviceAccountForm,
    isInvitationSender: (domain) => site.invitationSenderDomains.includes(domain.toLowerCase()),
    findInvitationLink: (links) => findInvitationLink(site, links),
    readInvitation: (context, url) => readInvitation(site, context, url),
    acceptInvitation: (context, url, choice) => acceptInvitation(site, context, url, choice),
    startSignIn: (context, account) => startSignIn(site, context, account),
    openRemoteSession: (context, account) => openRemoteSession(site, context, account),
  };
}
