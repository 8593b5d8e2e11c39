import type { FastifyContextConfig, FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { AuditActor } from '../../audit/index.ts';
import type { AppContext } from '../../app-context.ts';
import {
  assertRole,
  assertInboundMailSecret,
  PrincipalReader,
  readEmployerLinkToken,
  readLinkToken,
  type ApiKeyRole,
  type ApiPrincipal,
  type EmployerPagePrincipal,
  type LinkedAccountPrincipal,
  type LinkSessionPrincipal,
  type OrganizationPrincipal,
  type PrincipalCacheOptions,
} from '../../auth/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { addCheck, type Check } from './route-hooks.ts';

/**
 * Who may call a route: `organization` an API key; `linked_account` an API key and one of its accounts' tokens;
 * `link_session` the modal's link token; `employer_page` a link to an employer's own page; `inbound_mail` the mail service;
 * `public` anybody. Every route says which; one that doesn't fails the start.
 */
export type Access =
  'organization' | 'linked_account' | 'link_session' | 'employer_page' | 'inbound_mail' | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** What the API key must be allowed; GET and HEAD say `read` by saying nothing. */
    role?: ApiKeyRole;
    /** A link token that has ended is taken too: its holder is only told whom to ask. */
    isEndTolerated?: boolean;
  }
  interface FastifyRequest {
    organization: OrganizationPrincipal | null;
    linkedAccount: LinkedAccountPrincipal | null;
    linkSession: LinkSessionPrincipal | null;
    employerPage: EmployerPagePrincipal | null;
  }
}

interface AuthContext extends Pick<AppContext, 'db' | 'clock' | 'secrets'> {
  principals: PrincipalReader;
}

/** Runs before the body is read, so that a stranger's bytes cost nothing. */
export function addAuthentication(
  app: FastifyInstance,
  { pool, db, clock, secrets }: Pick<AppContext, 'pool' | 'db' | 'clock' | 'secrets'>,
  cache: Partial<PrincipalCacheOptions>,
): void {
  const principals = new PrincipalReader({ pool, clock }, cache);
  app.addHook('onClose', () => principals.settle());
  app.decorateRequest('organization', null);
  app.decorateRequest('linkedAccount', null);
  app.decorateRequest('linkSession', null);
  app.decorateRequest('employerPage', null);
  app.addHook('onRoute', (route) => {
    if (!route.config?.access)
      throw new Error(`${String(route.method)} ${route.url} does not say who may call it.`);
    const role = roleOf(route);
    if (role !== undefined) route.config.role = role;
    const proof = proofOf(route.config, { principals, db, clock, secrets });
    // A hook of the route, behind the rate limit's: a hook of the app would run before it, and guesses would be free.
    if (proof) addCheck(route, 'onRequest', proof);
    if (hasSensitiveFields(route)) addCheck(route, 'preHandler', assertSensitiveRole);
  });
}

export function organizationOf(request: FastifyRequest): OrganizationPrincipal {
  return proven(request.organization);
}

export function linkedAccountOf(request: FastifyRequest): LinkedAccountPrincipal {
  return proven(request.linkedAccount);
}

export function linkSessionOf(request: FastifyRequest): LinkSessionPrincipal {
  return proven(request.linkSession);
}

export function employerPageOf(request: FastifyRequest): EmployerPagePrincipal {
  return proven(request.employerPage);
}

/** Who the audit trail names. */
export function actorOf(request: FastifyRequest): AuditActor {
  const ipAddress = request.ip;
  if (request.organization) {
    const { apiKeyId, apiKeyName } = request.organization;
    return { kind: 'api_key', id: apiKeyId, name: apiKeyName, ipAddress };
  }
  if (request.employerPage) {
    return { kind: 'employer_page', id: request.employerPage.employerLinkId, ipAddress };
  }
  return { kind: 'link_session', id: linkSessionOf(request).linkSessionId, ipAddress };
}

/** As the caller sent it; only on routes of a linked account. */
export function presentedAccountToken(request: FastifyRequest): string {
  return String(request.headers['x-account-token'] ?? '');
}

/** How a request proves who calls; undefined where anybody may. */
function proofOf(config: FastifyContextConfig, context: AuthContext): Check | undefined {
  switch (config.access) {
    case 'public':
      return undefined;
    case 'link_session':
      return (request) => proveLinkSession(request, context, config);
    case 'employer_page':
      return (request) => proveEmployerPage(request, context);
    case 'inbound_mail':
      return (request) =>
        assertInboundMailSecret(context.secrets.inboundMailSecret, request.headers.authorization);
    default:
      return (request) => proveApiKey(request, context.principals, config);
  }
}

function proveApiKey(
  request: FastifyRequest,
  principals: PrincipalReader,
  { access, role }: FastifyContextConfig,
): void | Promise<void> {
  const token = access === 'linked_account' ? presentedAccountToken(request) : null;
  const admit = (caller: ApiPrincipal): void => {
    assertRole(caller.organization, role ?? 'administer');
    request.organization = caller.organization;
    if (token !== null) request.linkedAccount = caller.linkedAccount ?? refuseToken(token);
  };
  const caller = principals.read(bearerOf(request), token === '' ? null : token);
  return caller instanceof Promise ? caller.then(admit) : admit(caller);
}

async function proveLinkSession(
  request: FastifyRequest,
  { clock, secrets }: AuthContext,
  { isEndTolerated = false }: FastifyContextConfig,
): Promise<void> {
  const token = bearerOf(request);
  request.linkSession = await readLinkToken(secrets.linkTokenKey, token, clock, { isEndTolerated });
}

async function proveEmployerPage(
  request: FastifyRequest,
  { db, clock, secrets }: AuthContext,
): Promise<void> {
  const token = bearerOf(request);
  request.employerPage = await readEmployerLinkToken({ db, clock, key: secrets.linkTokenKey }, token);
}

/** A read key may read the record, but not the field: it is told so before anything is read. */
function assertSensitiveRole(request: FastifyRequest): void {
  const { include_sensitive_fields } = request.query as { include_sensitive_fields?: unknown };
  if (include_sensitive_fields === true) assertRole(organizationOf(request), 'sensitive');
}

export function hasSensitiveFields({ schema }: RouteOptions): boolean {
  const query = schema?.querystring as { properties?: object } | undefined;
  return 'include_sensitive_fields' in (query?.properties ?? {});
}

/** Undefined where no API key is asked for. */
function roleOf({ config, method, url }: RouteOptions): ApiKeyRole | undefined {
  if (config?.access !== 'organization' && config?.access !== 'linked_account') return undefined;
  if (config.role !== undefined) return config.role;
  const isReading = [method].flat().every((name) => name === 'GET' || name === 'HEAD');
  if (!isReading) throw new Error(`${String(method)} ${url} does not say which role it needs.`);
  return 'read';
}

function refuseToken(token: string): never {
  if (token === '') {
    throw new AppError(
      'unauthenticated',
      'account_token_missing',
      'Send the account token as X-Account-Token.',
    );
  }
  throw new AppError(
    'unauthenticated',
    'account_token_invalid',
    'The account token is unknown to this API key, mistyped or has ended.',
  );
}

function bearerOf(request: FastifyRequest): string {
  const [scheme, token, ...rest] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
    throw new AppError('unauthenticated', 'authorization_missing', 'Send `Authorization: Bearer <key>`.');
  }
  return token;
}

function proven<T>(principal: T | null): T {
  if (principal === null) throw new Error('This route asks for a principal that its access does not prove.');
  return principal;
}
