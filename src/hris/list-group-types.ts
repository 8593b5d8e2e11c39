import { sql } from 'kysely';
import type { Db } from '../db/client.ts';

/**
 * The types that the groups of an organization's linked accounts have, in alphabetical order: our words, or the sources'
 * own where they are asked for.
 */
export async function listGroupTypes(
  deps: { db: Db },
  input: { organizationId: string; areDeletedIncluded: boolean; inWordsOfSource: boolean },
): Promise<string[]> {
  const word = input.inWordsOfSource
    ? sql`coalesce(groups.enum_origins->>'type', groups.type)`
    : sql`groups.type`;
  const { rows } = await sql<{ type: string }>`
    select distinct ${word} as type
      from groups join linked_accounts account on account.id = groups.linked_account_id
     where account.organization_id = ${input.organizationId} and ${word} is not null
       and (${input.areDeletedIncluded}::boolean or not groups.remote_was_deleted)
     order by 1`.execute(deps.db);
  return rows.map((row) => row.type);
}
