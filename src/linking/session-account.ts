import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { Language } from '../lib/language.ts';
import { BRANDING_COLUMNS } from './branding.ts';
import type { LinkSession } from './link-sessions-store.ts';
import { wordsOf } from './words/index.ts';

/** What a session's page tells of its account and of the organization. */
export type SessionAccount = Awaited<ReturnType<typeof readSessionAccount>>;

export async function readSessionAccount(db: Db | Trx, session: LinkSession) {
  return await db
    .selectFrom('linked_accounts')
    .innerJoin('organizations', 'organizations.id', 'linked_accounts.organization_id')
    .innerJoin('service_emails', 'service_emails.linked_account_id', 'linked_accounts.id')
    .select(BRANDING_COLUMNS)
    .select([
      'linked_accounts.integration',
      'linked_accounts.end_user_organization_name',
      'linked_accounts.end_user_email_address',
      'linked_accounts.remote_company_name',
      'linked_accounts.sync_interval_seconds',
      'organizations.default_language',
      'organizations.service_first_name',
      'service_emails.local_part',
    ])
    .where('linked_accounts.organization_id', '=', session.organization_id)
    .where('linked_accounts.id', '=', session.linked_account_id)
    .executeTakeFirstOrThrow();
}

/** As the partner calls it, or the source; where neither has told a name, in a word that stands for it. */
export function nameEmployer(account: SessionAccount, language: Language): string {
  return (
    account.end_user_organization_name ??
    account.remote_company_name ??
    wordsOf(language).session.unnamedEmployer
  );
}
