export { authenticateAccountToken } from './account-tokens.ts';
export {
  authenticateApiKey,
  createApiKey,
  findApiKeyName,
  revokeApiKey,
  type NewApiKey,
} from './api-keys.ts';
export { assertInboundMailSecret } from './inbound-mail-secret.ts';
export { readLinkToken } from './link-tokens.ts';
export {
  createOrganization,
  findAllowedOrigins,
  updateOrganization,
  type NewOrganization,
} from './organizations.ts';
export type { LinkedAccountPrincipal, LinkSessionPrincipal, OrganizationPrincipal } from './principals.ts';
