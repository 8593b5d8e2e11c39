import type { Words } from '../catalogue.ts';
import { adminLink } from './admin-link.ts';
import { capabilities } from './capabilities.ts';
import { consent } from './consent.ts';
import { pages } from './pages.ts';
import { lateInvitation } from './late-invitation.ts';
import { problems } from './problems.ts';
import { scopes } from './scopes.ts';
import { session } from './session.ts';

/** What the service itself says to an HR admin in English. */
export const en: Words = {
  adminLink,
  capabilities,
  consent,
  lateInvitation,
  pages,
  problems,
  scopes,
  session,
};
