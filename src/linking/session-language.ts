import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { DEFAULT_LANGUAGE, type Language } from '../lib/language.ts';
import type { LinkSession } from './link-sessions-store.ts';

/** The person's own choice, then the partner's wish, then the organization's default. */
export function languageOf(
  session: Pick<LinkSession, 'chosen_language' | 'asked_language'>,
  organization: { default_language: Language | null },
): Language {
  return (
    session.chosen_language ?? session.asked_language ?? organization.default_language ?? DEFAULT_LANGUAGE
  );
}

/** What the account's admin is written to in: the language of its latest link session. */
export async function findAccountLanguage(db: Db | Trx, scope: AccountScope): Promise<Language> {
  const row = await db
    .selectFrom('link_sessions')
    .innerJoin('organizations', 'organizations.id', 'link_sessions.organization_id')
    .select(['chosen_language', 'asked_language', 'default_language'])
    .where('link_sessions.organization_id', '=', scope.organizationId)
    .where('link_sessions.linked_account_id', '=', scope.linkedAccountId)
    .orderBy('link_sessions.created_at', 'desc')
    .executeTakeFirst();
  return row ? languageOf(row, row) : DEFAULT_LANGUAGE;
}
