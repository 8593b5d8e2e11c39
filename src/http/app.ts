import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.ts';
import type { PrincipalCacheOptions } from '../auth/index.ts';
import { createIdSource } from '../lib/ids.ts';
import { RateLimits } from '../traffic/index.ts';
import { createHealthChecks } from '../observability/health-checks.ts';
import { createMetrics } from '../observability/metrics.ts';
import { addErrorHandling, answerClientError, sendError } from './error-handler.ts';
import { addAuthentication } from './plugins/authentication.ts';
import { addDraining } from './plugins/draining.ts';
import { addIdempotency } from './plugins/idempotency.ts';
import { addJsonBody } from './plugins/json-body.ts';
import { addOpenApiDocument } from './plugins/openapi-document.ts';
import { addOverloadShedding } from './plugins/overload.ts';
import { addAddressLimit, addCallerLimit, addRateLimit } from './plugins/rate-limit.ts';
import { addReferencePage } from './plugins/reference-page.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { addSensitiveReadAudit } from './plugins/sensitive-reads.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import type { RouteApp } from './route-app.ts';
import { addAccountDetailsRoutes } from './routes/account-details.ts';
import {
  addAccountTokenRoutes,
  addExchangeRoute,
  addLinkedAccountTokenRoute,
} from './routes/account-token.ts';
import { addAvailableActionsRoute } from './routes/available-actions.ts';
import { addApiKeyRoutes } from './routes/api-keys.ts';
import { addAuditLogRoute, addAuditTrailRoute } from './routes/audit-trail.ts';
import { addChangeRoutes } from './routes/changes.ts';
import { addCompanyRoutes } from './routes/companies.ts';
import { addConnectorOverrideRoutes } from './routes/connector-overrides.ts';
import { addDataQualityRoutes } from './routes/data-quality.ts';
import { addDeliveryRoutes } from './routes/deliveries.ts';
import { addEmployeePayrollRunRoutes } from './routes/employee-payroll-runs.ts';
import { addDisconnectRoute } from './routes/disconnect.ts';
import { addEmployeeHistoryRoute } from './routes/employee-history.ts';
import { addEmployeeRoutes } from './routes/employees.ts';
import { addEmptyModelRoutes } from './routes/empty-models.ts';
import { addDeleteAccountRoute, addErasureRoutes } from './routes/erasure.ts';
import { addEmployerActionRoutes } from './routes/employer-actions.ts';
import { addEmployerLinkRoutes } from './routes/employer-links.ts';
import { addEmployerPageRoutes } from './routes/employer-page.ts';
import { addEmploymentRoutes } from './routes/employments.ts';
import { addFieldMappingRoutes } from './routes/field-mappings.ts';
import { addGroupTypesRoute } from './routes/group-types.ts';
import { addGroupRoutes } from './routes/groups.ts';
import { addHeldMessageRoutes } from './routes/held-messages.ts';
import { addHrisIssueRoutes } from './routes/hris-issues.ts';
import { addIgnoreEmployeeRoute } from './routes/ignore-employee.ts';
import { addInboundMailRoute } from './routes/inbound-mail.ts';
import { addCapabilityRoutes } from './routes/integrations.ts';
import { addIssueAnswerRoute } from './routes/issue-answers.ts';
import { addIssueRoutes } from './routes/issues.ts';
import { addHubRoute } from './routes/link-hub.ts';
import { addLinkPageRoutes } from './routes/link-modal.ts';
import { addOauthCallbackRoutes } from './routes/link-oauth.ts';
import { addLinkSessionRoutes } from './routes/link-session.ts';
import { addLinkTokenRoute } from './routes/link-token.ts';
import { addLinkedAccountControlRoutes } from './routes/linked-account-control.ts';
import { addLinkedAccountSettingsRoutes } from './routes/linked-account-settings.ts';
import { addLinkedAccountsRoutes } from './routes/linked-accounts.ts';
import { addLocationRoutes } from './routes/locations.ts';
import { addOperationRoutes } from './routes/operations.ts';
import { addScopeRoutes } from './routes/scopes.ts';
import { addSourceWebhookRoute } from './routes/source-webhooks.ts';
import { addLinkSessionListRoutes } from './routes/link-sessions.ts';
import { addOrganizationRoutes } from './routes/organization.ts';
import { addPassthroughRoutes } from './routes/passthrough.ts';
import { addPayGroupRoutes } from './routes/pay-groups.ts';
import { addPayrollRunRoutes } from './routes/payroll-runs.ts';
import { addConsentRoutes } from './routes/consents.ts';
import { addPermissionRoutes } from './routes/permissions.ts';
import { addRemoteFieldRoutes } from './routes/remote-fields.ts';
import { addRemoteKeyRoutes } from './routes/remote-keys.ts';
import { addReplaceServiceAccountRoute } from './routes/replace-service-account.ts';
import { addRunDecisionRoutes } from './routes/sync-runs-decisions.ts';
import { addSyncRunRoutes } from './routes/sync-runs.ts';
import { addSyncStatusRoutes } from './routes/sync-status.ts';
import { addTeamRoutes } from './routes/teams.ts';
import { addTimeOffBalanceRoutes } from './routes/time-off-balances.ts';
import { addTimeOffRoutes } from './routes/time-off.ts';
import { addWebhookEndpointActionRoutes } from './routes/webhook-endpoint-actions.ts';
import { addWebhookEndpointRoutes } from './routes/webhook-endpoints.ts';
import { addWebhookReceiverRoutes } from './routes/webhook-receivers.ts';
import { addWebhookReplayRoutes } from './routes/webhook-replays.ts';
import { addWriteRoutes } from './routes/writes.ts';
import { addComponents } from './schemas/components.ts';
import { compileValidator } from './validation.ts';

export interface HttpOptions {
  /** Where the mail door of the same process listens; `/readyz` asks it. Null: it stands elsewhere. */
  mailDoor?: { host: string; port: number } | null;
  /** The built modal; `dist/modal` unless given. */
  modalFolder?: string;
  maxEventLoopDelayMs?: number;
  /** How long it is known who calls; see auth/principal-reader.ts. */
  principals?: Partial<PrincipalCacheOptions>;
}

const MODAL_FOLDER = path.resolve(import.meta.dirname, '../../dist/modal');

/** The whole HTTP door: a table of contents. Works without listening too (`app.inject`). */
export function buildApp(context: AppContext, options: HttpOptions = {}): FastifyInstance {
  const { config, log } = context;
  const app = createServer(context);
  const metrics = createMetrics(context.db);

  addErrorHandling(app, log);
  addDraining(app);
  addJsonBody(app);
  addComponents(app);
  addRequestLog(app, log, metrics);
  addSecurityHeaders(app);
  addOverloadShedding(app, {
    maxEventLoopDelayMs: options.maxEventLoopDelayMs ?? config.http.maxEventLoopDelayMs,
    maxRequestsAtOnce: config.http.maxRequestsAtOnce,
  });
  addRateLimit(app, config.http.rateLimits);
  addOpenApiDocument(app);
  addReferencePage(app);
  addRoutes(app, (routes) => {
    addAddressLimit(routes, config.http.rateLimits);
    addAuthentication(routes, context, options.principals ?? {});
    addCallerLimit(routes, new RateLimits(context), config.http.rateLimits);
    addIdempotency(routes, context);
    addSensitiveReadAudit(routes, context);
    addRoutes(routes, (hris) => addHrisRoutes(hris, context), '/api/hris/v1');
    // Newer clients put `/api` nowhere, older ones into their base URL.
    addRoutes(routes, (hris) => addHrisRoutes(hris, context), '/hris/v1');
    addRoutes(routes, (aliases) => addIntegrationRoutes(aliases, context), '/api/integrations');
    addRoutes(routes, (native) => addNativeRoutes(native, context), '/api/v1');
    addRoutes(routes, (mail) => addInboundMailRoute(mail, context), '/api/v1');
    addRoutes(routes, (modal) => addLinkSessionRoutes(modal, context), '/link/api');
    addRoutes(routes, (page) => addEmployerActionRoutes(page, context), '/employer/api');
    addRoutes(routes, (pages) => addLinkPageRoutes(pages, context, options.modalFolder ?? MODAL_FOLDER));
    addRoutes(routes, (pages) => addEmployerPageRoutes(pages, context, options.modalFolder ?? MODAL_FOLDER));
    addRoutes(routes, (pages) => addOauthCallbackRoutes(pages, context));
    addRoutes(routes, (pages) => addHubRoute(pages, context));
    const checks = createHealthChecks({ db: context.db, mailDoor: options.mailDoor ?? null });
    addRoutes(routes, (operations) => addOperationRoutes(operations, { checks, metrics }));
  });
  return app;
}

function addHrisRoutes(app: RouteApp, context: AppContext): void {
  addCompanyRoutes(app, context);
  addEmployeeRoutes(app, context);
  addEmployeeHistoryRoute(app, context);
  addEmploymentRoutes(app, context);
  addGroupRoutes(app, context);
  addLocationRoutes(app, context);
  addTeamRoutes(app, context);
  addPayGroupRoutes(app, context);
  addPayrollRunRoutes(app, context);
  addEmployeePayrollRunRoutes(app, context);
  addTimeOffRoutes(app, context);
  addTimeOffBalanceRoutes(app, context);
  addEmptyModelRoutes(app, context);
  addWriteRoutes(app, context);
  addGroupTypesRoute(app, context);
  addHrisIssueRoutes(app, context);
  addAvailableActionsRoute(app, context);
  addFieldMappingRoutes(app, context);
  addRemoteFieldRoutes(app, context);
  addPassthroughRoutes(app, context);
  addWebhookReceiverRoutes(app, context);
  addLinkedAccountsRoutes(app, context);
  addAccountDetailsRoutes(app, context);
  addSyncStatusRoutes(app, context);
  addScopeRoutes(app, context);
  addLinkTokenRoute(app, context, '/link-token', 'link-token_create');
  addAccountTokenRoutes(app, context);
  addDeleteAccountRoute(app, context);
  addIgnoreEmployeeRoute(app, context);
  addRemoteKeyRoutes(app, context);
  addAuditLogRoute(app, context);
}

/** Older addresses of linking. */
function addIntegrationRoutes(app: RouteApp, context: AppContext): void {
  addLinkTokenRoute(app, context, '/create-link-token', 'integrations_create-link-token');
  addExchangeRoute(app, context, { method: 'GET', operationId: 'integrations_account-token_retrieve' });
  addExchangeRoute(app, context, { method: 'POST', operationId: 'integrations_account-token_create' });
}

function addNativeRoutes(app: RouteApp, context: AppContext): void {
  addWebhookEndpointRoutes(app, context);
  addWebhookEndpointActionRoutes(app, context);
  addDeliveryRoutes(app, context);
  addWebhookReplayRoutes(app, context);
  addChangeRoutes(app, context);
  addIssueRoutes(app, context);
  addIssueAnswerRoute(app, context);
  addConsentRoutes(app, context);
  addPermissionRoutes(app, context);
  addDataQualityRoutes(app, context);
  addLinkedAccountSettingsRoutes(app, context);
  addLinkedAccountControlRoutes(app, context);
  addLinkedAccountTokenRoute(app, context);
  addSourceWebhookRoute(app, context);
  addReplaceServiceAccountRoute(app, context);
  addDisconnectRoute(app, context);
  addErasureRoutes(app, context);
  addEmployerLinkRoutes(app, context);
  addCapabilityRoutes(app, context);
  addHeldMessageRoutes(app, context);
  addConnectorOverrideRoutes(app, context);
  addSyncRunRoutes(app, context);
  addRunDecisionRoutes(app, context);
  addApiKeyRoutes(app, context);
  addAuditTrailRoute(app, context);
  addOrganizationRoutes(app, context);
  addLinkSessionListRoutes(app, context);
}

function addRoutes(
  app: Pick<FastifyInstance, 'register'>,
  add: (scope: RouteApp) => void,
  prefix = '',
): void {
  void app.register(
    (scope, _options, done) => {
      add(scope);
      done();
    },
    { prefix },
  );
}

function createServer({ config, log }: AppContext): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: createIdSource(),
    bodyLimit: config.http.maxBodyBytes,
    trustProxy: config.http.isProxyTrusted,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void sendError(log, error, request, reply),
    // Long enough for tokens; what is longer is no address of ours.
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    // While the door closes, what still comes on open connections is served; new connections are not taken.
    return503OnClosing: false,
  });
  app.setValidatorCompiler(compileValidator as never);
  // Handlers build exactly what the schemas say, and tests hold every answer to the document: a serializer per schema
  // would cost time and silently cut what it does not know.
  app.setSerializerCompiler(() => (value: unknown) => JSON.stringify(value));
  return app;
}
