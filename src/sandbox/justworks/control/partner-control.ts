import { invalidInput, notFound } from '../../../lib/app-error.ts';
import { removeDepartment, renameDepartment } from '../company/departments.ts';
import type { Department } from '../company/company.ts';
import type { EmployerAdmin } from '../oauth/employer-admins.ts';
import type { Grant } from '../oauth/grants.ts';
import { viewApp, type OAuthAppInput, type OAuthAppView } from '../oauth/oauth-apps.ts';
import { isScope } from '../oauth/scopes.ts';
import type { DeliveryView } from '../partner-webhooks/delivery.ts';
import type { World } from '../world.ts';

/** A consent without its tokens. */
export interface GrantView {
  id: string;
  clientId: string;
  companyId: string;
  authorizedBy: string;
  scopes: readonly string[];
  createdAt: string;
  revokedAt: string | null;
}

/** What tests and the demo do to the doors for partners' apps. */
export interface PartnerControl {
  /** Registers an app, or changes what is given of one that is known. */
  registerOAuthApp(input: OAuthAppInput): OAuthAppView;
  oauthApps(): OAuthAppView[];
  employerAdmins(): readonly EmployerAdmin[];
  /** The admin's log-in holds these companies too. */
  setAdminCompanies(userName: string, names: readonly string[]): EmployerAdmin;
  oauthGrants(): GrantView[];
  /** Ends one grant, or all. */
  revokeOAuthGrants(id?: string): void;
  /** One grant, or all, cover these scopes from now on; tokens that are out keep working for what is left. */
  setGrantScopes(scopes: readonly string[], id?: string): void;
  expireAccessTokens(): void;
  expireRefreshTokens(): void;
  renameDepartment(id: string, name: string): Department;
  removeDepartment(id: string): void;
  partnerWebhooks: PartnerWebhookControl;
}

export interface PartnerWebhookControl {
  /** Oldest first. */
  deliveries(): DeliveryView[];
  /** Resolves when every attempt that was begun is over. */
  drain(): Promise<void>;
  /** Makes the attempts that are due by the clock. */
  tick(): Promise<void>;
  sendAgain(deliveryId: string, options?: { hasBrokenSignature?: boolean }): Promise<DeliveryView>;
}

export function createPartnerControl(world: World): PartnerControl {
  const { apps, admins, grants, webhooks } = world.partner;
  return {
    registerOAuthApp: (input) => viewApp(apps.register(input)),
    oauthApps: () => apps.list().map(viewApp),
    employerAdmins: () => admins.list(),
    setAdminCompanies: (userName, names) => admins.setOtherCompanies(userName, names),
    oauthGrants: () => grants.list().map(viewGrant),
    revokeOAuthGrants: (id) => revoke(world, id),
    setGrantScopes: (scopes, id) => setScopes(world, scopes, id),
    expireAccessTokens: () => grants.expireAccessTokens(),
    expireRefreshTokens: () => grants.expireRefreshTokens(),
    renameDepartment: (id, name) => renameDepartment(world, id, name),
    removeDepartment: (id) => removeDepartment(world, id),
    partnerWebhooks: {
      deliveries: () => webhooks.list(),
      drain: () => webhooks.drain(),
      tick: () => webhooks.tick(),
      sendAgain: (id, { hasBrokenSignature = false } = {}) => webhooks.sendAgain(id, hasBrokenSignature),
    },
  };
}

function revoke(world: World, id: string | undefined): void {
  for (const grant of findGrants(world, id)) world.partner.grants.revoke(grant);
}

function setScopes(world: World, scopes: readonly string[], id: string | undefined): void {
  const unknown = scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined)
    throw invalidInput('unknown_scope', `There is no scope "${unknown}".`, '/scopes');
  for (const grant of findGrants(world, id)) grant.scopes = [...scopes];
}

function findGrants(world: World, id: string | undefined): Grant[] {
  const found = world.partner.grants.list().filter((grant) => id === undefined || grant.id === id);
  if (id !== undefined && found.length === 0) throw notFound('grant');
  return found;
}

function viewGrant(grant: Grant): GrantView {
  const { id, clientId, authorizedBy, scopes, company, createdAt, revokedAt } = grant;
  return {
    id,
    clientId,
    authorizedBy,
    scopes,
    companyId: company.id,
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
