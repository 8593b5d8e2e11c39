import type { ConnectionMethod } from '../../connectors/contract.ts';
import type { ModelName } from '../../hris/scopes.ts';
import type { Wording } from '../../lib/wording.ts';
import type { adminLink } from './en/admin-link.ts';
import type { consent } from './en/consent.ts';
import type { pages } from './en/pages.ts';
import type { lateInvitation } from './en/late-invitation.ts';
import type { problems } from './en/problems.ts';
import type { session } from './en/session.ts';

/** What the service itself says to an HR admin, in one language. */
export interface Words {
  adminLink: Wording<typeof adminLink>;
  capabilities: CapabilityWords;
  consent: Wording<typeof consent>;
  pages: Wording<typeof pages>;
  lateInvitation: Wording<typeof lateInvitation>;
  problems: ProblemWords;
  scopes: ScopeNames;
  session: Wording<typeof session>;
}

/** Each problem of the English catalogue. */
export type ProblemWords = Wording<typeof problems>;

export interface ScopeNames {
  titles: Partial<Record<ModelName, string>>;
  /** By `Model.field`, or by `field` where it means the same in each. */
  fields: Record<string, string>;
}

/** What stands in place of a connector's own English words. */
export interface CapabilityWords {
  /** By capability. */
  descriptions: Record<string, { unlocks: string; reason: string }>;
  /** Where to grant these permissions, by the way in; null: as the connector says it. */
  fixes: Record<ConnectionMethod, (permissions: readonly string[]) => string> | null;
}
