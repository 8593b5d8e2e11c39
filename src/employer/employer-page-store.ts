import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { apiTimestamp, toApiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { DEFAULT_LANGUAGE, type Language } from '../lib/language.ts';
import { BRANDING_COLUMNS, brandingOf, type Branding } from '../linking/index.ts';

/** Names for a mail about an account. */
export interface AccountNames {
  organization: string;
  integration: string;
  /** What the organization has chosen. */
  language: Language;
}

/** The account can't be erased until the transaction ends. @throws AppError not_found */
export async function lockAccountNames(trx: Trx, scope: AccountScope): Promise<AccountNames> {
  if (!isUuid(scope.linkedAccountId)) throw notFound('linked account');
  const row = await trx
    .selectFrom('linked_accounts')
    .innerJoin('organizations', 'organizations.id', 'linked_accounts.organization_id')
    .select(['organizations.name as organization', 'linked_accounts.integration'])
    .select('organizations.default_language')
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('linked_accounts.id', '=', scope.linkedAccountId)
    .forKeyShare('linked_accounts')
    .executeTakeFirst();
  if (!row) throw notFound('linked account');
  const { default_language, ...names } = row;
  return { ...names, language: default_language ?? DEFAULT_LANGUAGE };
}

/** What no other use case tells of the account and of who reads it. */
export interface PageFacts {
  organization: Branding;
  language: Language | null;
  serviceFirstName: string;
  /** The newest first. */
  serviceLocalParts: string[];
  remote_company_name: string | null;
  disconnectedAt: string | null;
}

/** @throws AppError not_found */
export async function readPageFacts(db: Db, scope: AccountScope): Promise<PageFacts> {
  const row = await db
    .selectFrom('linked_accounts')
    .innerJoin('organizations', 'organizations.id', 'linked_accounts.organization_id')
    .leftJoin('service_emails', 'service_emails.linked_account_id', 'linked_accounts.id')
    .select(BRANDING_COLUMNS)
    .select(['default_language', 'service_first_name', 'local_part', 'replaced_local_part'])
    .select(['remote_company_name', 'disconnected_at'])
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('linked_accounts.id', '=', scope.linkedAccountId)
    .executeTakeFirst();
  if (!row) throw notFound('linked account');
  return {
    organization: brandingOf(row),
    language: row.default_language,
    serviceFirstName: row.service_first_name,
    serviceLocalParts: [row.local_part, row.replaced_local_part].filter((part) => part !== null),
    remote_company_name: row.remote_company_name,
    disconnectedAt: row.disconnected_at && toApiTimestamp(row.disconnected_at),
  };
}

/** How the reading that ended last came out. */
export async function findLastRun(
  db: Db,
  scope: AccountScope,
): Promise<{ state: string; finished_at: string } | null> {
  const { rows } = await sql<{ state: string; finished_at: string }>`
    select state, ${apiTimestamp('finished_at')} as finished_at from sync_runs
     where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
       and finished_at is not null
     order by finished_at desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** What somebody of the employer agreed to. */
export interface GivenConsent {
  given_at: string;
  person_name: string | null;
  text: string | null;
}

/** The last one. Of a consent of an earlier release the time alone is known. */
export async function findConsent(db: Db, scope: AccountScope): Promise<GivenConsent | null> {
  const { rows } = await sql<GivenConsent>`
    select ${apiTimestamp('given_at')} as given_at, person_name, text
      from (
        select given_at, person_name, text from consents
         where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
        union all
        select consented_at, null, null from link_sessions s
         where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
           and consented_at is not null and not exists (select from consents c where c.link_session_id = s.id)) given
     order by given.given_at desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** As the source spells people; in no order. */
export async function listPeopleByIds(
  db: Db,
  scope: AccountScope,
  ids: readonly string[],
): Promise<{ id: string; display_full_name: string | null; employee_number: string | null }[]> {
  return await db
    .selectFrom('employees')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'employees.linked_account_id')
    .select(['employees.id', 'employees.display_full_name', 'employees.employee_number'])
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('linked_accounts.id', '=', scope.linkedAccountId)
    .where('employees.id', 'in', [...ids])
    .execute();
}
