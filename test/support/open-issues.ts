import type { AppContext } from '../../src/app-context.ts';

/** Somebody of the sandbox's roster has no work e-mail, whatever else a test is about. */
export const OF_THE_ROSTER = 'required_field_missing';

/** What waits for a person beside that: `code`, or `code:subject` where it says of what. */
export async function listOpenIssues(
  context: AppContext,
  { linkedAccountId }: { linkedAccountId: string },
): Promise<string[]> {
  const rows = await context.db
    .selectFrom('issues')
    .select(['code', 'subject'])
    .where('linked_account_id', '=', linkedAccountId)
    .where('status', '=', 'ONGOING')
    .where('code', '<>', OF_THE_ROSTER)
    .execute();
  return rows.map(({ code, subject }) => (subject === '' ? code : `${code}:${subject}`)).sort();
}
