import type { TokenEnvironment } from '../crypto/token-hash.ts';
import type { HiddenFields } from '../hris/hidden-fields.ts';
import type { ApiKeyRole } from './roles.ts';

/** Who calls with an organization's API key. */
export interface OrganizationPrincipal {
  organizationId: string;
  apiKeyId: string;
  /** As the operator named it. */
  apiKeyName: string;
  roles: readonly ApiKeyRole[];
  environment: TokenEnvironment;
}

/** The linked account that the call is about; proven to belong to the caller's organization. */
export interface LinkedAccountPrincipal {
  organizationId: string;
  linkedAccountId: string;
  /** What its scopes disable and stored records may still hold; null: they follow the scopes. */
  hiddenFields: HiddenFields | null;
}

/** Who calls with an API key, and about which account where the route asks for an account token. */
export interface ApiPrincipal {
  organization: OrganizationPrincipal;
  linkedAccount: LinkedAccountPrincipal | null;
}

/** A modal, by its link token: it sees its own link session and nothing else. */
export interface LinkSessionPrincipal {
  organizationId: string;
  linkSessionId: string;
}

/** An employer's own page, by a link to it: it sees its linked account and nothing else. */
export interface EmployerPagePrincipal {
  organizationId: string;
  linkedAccountId: string;
  employerLinkId: string;
}
