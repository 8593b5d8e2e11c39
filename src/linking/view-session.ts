import { findRequiredCapabilities, requireChosen } from '../accounts/index.ts';
import type { CapabilityDefinition, Connector } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { toCapabilityTexts } from './capability-texts.ts';
import type { LinkingDeps } from './deps.ts';
import { getLinkSession, scopeOf, type LinkSession, type LinkSessionKey } from './link-sessions-store.ts';
import { findOfferedMethods } from './offered-methods.ts';
import { describeProblem } from './problems.ts';
import { toScopeWords } from './scope-words.ts';
import { toServiceEmail } from './service-email.ts';
import { agreementOf, scopesOf } from './session-scopes.ts';
import type { PermissionView, SessionView } from './session-view.ts';

const SERVICE_LAST_NAME = 'Service Account';
const UNNAMED_EMPLOYER = 'your company';

export type ViewSessionDeps = Pick<LinkingDeps, 'db' | 'connectors' | 'config'>;

/**
 * What the modal shows of its link session.
 * @throws AppError not_found
 */
export async function viewSession(deps: ViewSessionDeps, input: LinkSessionKey): Promise<SessionView> {
  const { db } = deps;
  const session = await getLinkSession(db, input);
  const account = await readAccount(db, session);
  const connector = deps.connectors.get(account.integration);
  return {
    state: session.state,
    state_entered_at: toApiTimestamp(session.state_entered_at),
    organization: {
      name: account.organization_name,
      support_contact: account.support_contact,
      logo_url: account.logo_url,
      color: account.color,
    },
    employer_name: account.end_user_organization_name ?? account.remote_company_name ?? UNNAMED_EMPLOYER,
    integration: { name: connector.name, slug: connector.slug },
    service_account: viewServiceAccount(connector, {
      firstName: account.service_first_name,
      lastName: SERVICE_LAST_NAME,
      email: toServiceEmail(account.local_part, deps.config.linking.mailDomain),
    }),
    permissions: await viewPermissions(
      db,
      session.linked_account_id,
      requireChosen(
        connector.capabilitiesOf(session.connection_method),
        await findRequiredCapabilities(db, scopeOf(session)),
      ),
    ),
    scopes: toScopeWords(scopesOf(session)),
    agreement: agreementOf(session),
    problem: viewProblem(session),
    sync: session.state === 'linked' ? await viewFirstSync(db, session.linked_account_id) : null,
    company_name: account.remote_company_name,
    method: session.connection_method,
    methods: await findOfferedMethods(db, session.organization_id, connector),
    companies: session.state === 'awaiting_company' ? (session.company_choices ?? []) : [],
  };
}

async function readAccount(db: Db, session: LinkSession) {
  return await db
    .selectFrom('linked_accounts')
    .innerJoin('organizations', 'organizations.id', 'linked_accounts.organization_id')
    .innerJoin('service_emails', 'service_emails.linked_account_id', 'linked_accounts.id')
    .select([
      'linked_accounts.integration',
      'linked_accounts.end_user_organization_name',
      'linked_accounts.remote_company_name',
      'organizations.name as organization_name',
      'organizations.support_contact',
      'organizations.logo_url',
      'organizations.color',
      'organizations.service_first_name',
      'service_emails.local_part',
    ])
    .where('linked_accounts.organization_id', '=', session.organization_id)
    .where('linked_accounts.id', '=', session.linked_account_id)
    .executeTakeFirstOrThrow();
}

function viewServiceAccount(
  connector: Connector,
  person: { firstName: string; lastName: string; email: string },
): SessionView['service_account'] {
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    email: person.email,
    form: connector
      .serviceAccountForm(person)
      .map(({ label, value, isCopyable }) => ({ label, value, is_copyable: isCopyable })),
  };
}

async function viewPermissions(
  db: Db,
  linkedAccountId: string,
  capabilities: readonly CapabilityDefinition[],
): Promise<PermissionView[]> {
  const checks = await db
    .selectFrom('permission_checks')
    .select(['capability', 'state', 'checked_at'])
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
  return capabilities.map((definition) => {
    const check = checks.find((candidate) => candidate.capability === definition.capability);
    return {
      ...toCapabilityTexts(definition),
      state: check?.state ?? 'unknown',
      checked_at: check ? toApiTimestamp(check.checked_at) : null,
    };
  });
}

function viewProblem(session: LinkSession): SessionView['problem'] {
  if (session.state === 'expired') return describeProblem('session_expired', session.connection_method);
  return session.last_error_code === null
    ? null
    : describeProblem(session.last_error_code, session.connection_method);
}

async function viewFirstSync(db: Db, linkedAccountId: string): Promise<SessionView['sync']> {
  const run = await db
    .selectFrom('sync_runs')
    .select(['state', 'started_at', 'finished_at'])
    .where('linked_account_id', '=', linkedAccountId)
    .orderBy((order) => order('trigger', '=', 'link'), 'desc')
    .orderBy('queued_at', 'desc')
    .executeTakeFirst();
  if (!run) return null;
  return {
    state: run.state,
    employees: run.finished_at === null ? null : await countEmployees(db, linkedAccountId),
    started_at: run.started_at && toApiTimestamp(run.started_at),
    finished_at: run.finished_at && toApiTimestamp(run.finished_at),
  };
}

async function countEmployees(db: Db, linkedAccountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('employees')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('linked_account_id', '=', linkedAccountId)
    .where('remote_was_deleted', '=', false)
    .executeTakeFirstOrThrow();
  return count;
}
