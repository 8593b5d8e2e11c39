import { describeAccount, getAccountScopes } from '../accounts/index.ts';
import { findEmployerLink, type EmployerPagePrincipal } from '../auth/index.ts';
import { toDate, type Db } from '../db/client.ts';
import { countEmployees } from '../hris/count-employees.ts';
import { DEFAULT_LANGUAGE, type Language } from '../lib/language.ts';
import { listPermissions, SERVICE_LAST_NAME, toScopeWords, toServiceEmail } from '../linking/index.ts';
import { getDataQuality } from '../sync/index.ts';
import { toCompanyName, toErasePhrase } from './company-name.ts';
import type { EmployerDeps } from './deps.ts';
import type { ConnectionState, EmployerPageView, RecordCheck } from './employer-page-view.ts';
import { findConsent, findLastRun, readPageFacts, type PageFacts } from './employer-page-store.ts';
import { syncAgainAt } from './sync-from-page.ts';

export type ViewDeps = Pick<EmployerDeps, 'db' | 'clock' | 'connectors' | 'config'>;
type Account = Awaited<ReturnType<typeof describeAccount>>;

/**
 * What the employer sees of its own connection.
 * @param wish what the person reads it in; null: as the link says, or the organization.
 * @throws AppError not_found
 */
export async function viewEmployerPage(
  deps: ViewDeps,
  principal: EmployerPagePrincipal,
  wish: Language | null,
): Promise<EmployerPageView> {
  const { db } = deps;
  const account = await describeAccount(deps, principal);
  const facts = await readPageFacts(db, principal);
  const link = await findEmployerLink(db, principal, principal.employerLinkId);
  const language = wish ?? link?.language ?? facts.language ?? DEFAULT_LANGUAGE;
  const { name, slug } = deps.connectors.get(account.integration);
  const names = { ...facts, end_user_organization_name: account.end_user_organization_name };
  return {
    language,
    organization: facts.organization,
    integration: { name, slug },
    company_name: toCompanyName(names),
    state: toState(account),
    connection_method: account.connection_method,
    linked_at: account.completed_at,
    paused_at: account.paused_at,
    disconnected_at: account.status === 'IDLE' ? facts.disconnectedAt : null,
    sync: {
      ...(await viewSync(db, principal, account)),
      may_ask_at: syncAgainAt(link?.sync_asked_at ? toDate(link.sync_asked_at) : null, deps.clock.now()),
    },
    permissions: await listPermissions(deps, principal, language),
    scopes: toScopeWords(await getAccountScopes(db, principal), language),
    consent: await findConsent(db, principal),
    data_quality: await viewRecordChecks(db, principal),
    service_accounts: viewServiceAccounts(deps, facts, account),
    erase_phrase: toErasePhrase(names),
  };
}

function toState({ status, paused_at }: Account): ConnectionState {
  if (status === 'IDLE') return 'disconnected';
  if (status === 'INCOMPLETE') return 'not_linked';
  if (status === 'RELINK_NEEDED') return 'attention';
  return paused_at === null ? 'connected' : 'paused';
}

async function viewSync(
  db: Db,
  principal: EmployerPagePrincipal,
  account: Account,
): Promise<Omit<EmployerPageView['sync'], 'may_ask_at'>> {
  return {
    fresh_as_of: account.data_fresh_as_of,
    last_run: await findLastRun(db, principal),
    open_run: account.open_run?.state ?? null,
    next_at: account.status === 'COMPLETE' ? account.next_sync_at : null,
    interval_seconds: account.sync_interval_seconds,
    people: account.data_fresh_as_of === null ? null : await countEmployees(db, account.id),
  };
}

async function viewRecordChecks(db: Db, principal: EmployerPagePrincipal): Promise<RecordCheck[]> {
  const { checks } = await getDataQuality({ db }, principal);
  return checks.map(({ check, affected_count, total_count, field }) => ({
    check,
    affected_count,
    total_count,
    names_people: field !== null,
  }));
}

/** The users that the admin made for us; who gave a log-in or a consent has made none. */
function viewServiceAccounts(
  { config }: ViewDeps,
  { serviceFirstName, serviceLocalParts }: PageFacts,
  { connection_method, completed_at }: Account,
): EmployerPageView['service_accounts'] {
  if (connection_method !== 'service_account' || completed_at === null) return [];
  return serviceLocalParts.map((localPart) => ({
    name: `${serviceFirstName} ${SERVICE_LAST_NAME}`,
    email: toServiceEmail(localPart, config.linking.mailDomain),
  }));
}
