import type { TokenEnvironment } from '../crypto/token-hash.ts';

/** Who calls with an organization's API key. */
export interface OrganizationPrincipal {
  organizationId: string;
  apiKeyId: string;
  environment: TokenEnvironment;
}

/** The linked account that the call is about; proven to belong to the caller's organization. */
export interface LinkedAccountPrincipal {
  organizationId: string;
  linkedAccountId: string;
}

/** A modal, by its link token: it sees its own link session and nothing else. */
export interface LinkSessionPrincipal {
  organizationId: string;
  linkSessionId: string;
}
