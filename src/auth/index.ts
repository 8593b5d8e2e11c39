export { changeApiKeyRoles } from './change-api-key.ts';
export { createApiKey } from './create-api-key.ts';
export { getApiKey } from './get-api-key.ts';
export { listApiKeys } from './list-api-keys.ts';
export { revokeApiKey } from './revoke-api-key.ts';
export { rotateApiKey } from './rotate-api-key.ts';
export { assertInboundMailSecret } from './inbound-mail-secret.ts';
export { API_KEY_ROLES, assertRole, type ApiKeyRole } from './roles.ts';
export { createEmployerLinkToken, readEmployerLinkToken } from './employer-link-tokens.ts';
export {
  deleteExpiredEmployerLinks,
  endEmployerLinks,
  findEmployerLink,
  insertEmployerLink,
  noteSyncAsked,
} from './employer-links-store.ts';
export { readLinkToken } from './link-tokens.ts';
export { createOrganization, findModalSources, type NewOrganization } from './organizations.ts';
export type { OrganizationView } from './organization-view.ts';
export { getOrganization, updateOrganization, type OrganizationChange } from './update-organization.ts';
export type { PrincipalCacheOptions } from './principal-cache.ts';
export { PrincipalReader } from './principal-reader.ts';
export type {
  ApiPrincipal,
  EmployerPagePrincipal,
  LinkedAccountPrincipal,
  LinkSessionPrincipal,
  OrganizationPrincipal,
} from './principals.ts';
