export { authenticateAccountToken } from './account-tokens.ts';
export { authenticateApiKey, createApiKey, revokeApiKey, type NewApiKey } from './api-keys.ts';
export { readLinkToken } from './link-tokens.ts';
export { createOrganization, findAllowedOrigins, type NewOrganization } from './organizations.ts';
export type { LinkedAccountPrincipal, LinkSessionPrincipal, OrganizationPrincipal } from './principals.ts';
