import { findRequiredCapabilities, requireChosen } from '../accounts/index.ts';
import type { CapabilityDefinition, Connector } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { Language } from '../lib/language.ts';
import { brandingOf } from './branding.ts';
import { toCapabilityTexts } from './capability-texts.ts';
import { consentOf } from './consent-of-session.ts';
import type { LinkingDeps } from './deps.ts';
import { getLinkSession, scopeOf, type LinkSession, type LinkSessionKey } from './link-sessions-store.ts';
import { readLogInAttempts } from './log-in-attempts.ts';
import { findOfferedMethods } from './offered-methods.ts';
import { describeProblem } from './problems.ts';
import { toServiceEmail } from './service-email.ts';
import { SERVICE_LAST_NAME } from './service-name.ts';
import { nameEmployer, readSessionAccount } from './session-account.ts';
import { languageOf } from './session-language.ts';
import type { PermissionView, SessionView } from './session-view.ts';
import { viewFirstSync } from './view-first-sync.ts';
import { viewRelink } from './view-relink.ts';
import { viewWaiting } from './waiting-view.ts';

export type ViewSessionDeps = Pick<LinkingDeps, 'db' | 'connectors' | 'config' | 'clock' | 'mailer'>;

/**
 * What the modal shows of its link session.
 * @throws AppError not_found
 */
export async function viewSession(deps: ViewSessionDeps, input: LinkSessionKey): Promise<SessionView> {
  const { db } = deps;
  const session = await getLinkSession(db, input);
  const account = await readSessionAccount(db, session);
  const connector = deps.connectors.get(account.integration);
  const language = languageOf(session, account);
  return {
    language,
    state: session.state,
    state_entered_at: toApiTimestamp(session.state_entered_at),
    organization: brandingOf(account),
    employer_name: nameEmployer(account, language),
    integration: { name: connector.name, slug: connector.slug },
    service_account: viewServiceAccount(connector, {
      firstName: account.service_first_name,
      lastName: SERVICE_LAST_NAME,
      email: toServiceEmail(account.local_part, deps.config.linking.mailDomain),
    }),
    permissions: await viewPermissions(
      db,
      session,
      language,
      requireChosen(
        connector.capabilitiesOf(session.connection_method),
        await findRequiredCapabilities(db, scopeOf(session)),
      ),
    ),
    consent: session.state === 'awaiting_consent' ? consentOf(session, account, connector.name) : null,
    problem: viewProblem(session, language),
    sync: session.state === 'linked' ? await viewFirstSync(db, session.linked_account_id) : null,
    company_name: account.remote_company_name,
    method: session.connection_method,
    methods: await findOfferedMethods(db, session.organization_id, connector),
    companies: session.state === 'awaiting_company' ? (session.company_choices ?? []) : [],
    company: session.state === 'awaiting_confirmation' ? viewCompany(session) : null,
    log_in: await viewLogIn(deps, session),
    ...(await viewWaiting(deps, session)),
    ...(await viewRelink(deps, session, connector)),
  };
}

function viewCompany({ found_company: found }: LinkSession): SessionView['company'] {
  return found && { ...found, people_counted_in: found.people_counted_in ?? null };
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
  session: LinkSession,
  language: Language,
  capabilities: readonly CapabilityDefinition[],
): Promise<PermissionView[]> {
  const checks = await db
    .selectFrom('permission_checks')
    .select(['capability', 'state', 'checked_at'])
    .where('linked_account_id', '=', session.linked_account_id)
    .execute();
  return capabilities.map((definition) => {
    const check = checks.find((candidate) => candidate.capability === definition.capability);
    return {
      ...toCapabilityTexts(definition, session.connection_method, language),
      state: check?.state ?? 'unknown',
      checked_at: check ? toApiTimestamp(check.checked_at) : null,
    };
  });
}

function viewProblem(session: LinkSession, language: Language): SessionView['problem'] {
  const method = session.connection_method;
  if (session.state === 'expired') return describeProblem('session_expired', method, language);
  return session.last_error_code === null ? null : describeProblem(session.last_error_code, method, language);
}

async function viewLogIn(deps: ViewSessionDeps, session: LinkSession): Promise<SessionView['log_in']> {
  if (session.connection_method !== 'credentials') return null;
  const { left, closedUntil } = await readLogInAttempts(deps.db, scopeOf(session), deps.clock.now());
  return { attempts_left: left, closed_until: closedUntil && toApiTimestamp(closedUntil.toISOString()) };
}
