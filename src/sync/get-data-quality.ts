import { getLinkedAccount, type AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { FIELD_CHECKS, READING_CHECKS } from './data-quality-checks.ts';
import { listChecksOf, type CheckCount } from './data-quality-store.ts';

interface DataQuality {
  linked_account_id: string;
  /** In a fixed order. Empty before the first sync; a check that nothing was read for is left out. */
  checks: (CheckCount & { field: string | null })[];
}

/** What the account's records lack, in numbers. @throws AppError not_found */
export async function getDataQuality(deps: { db: Db }, scope: AccountScope): Promise<DataQuality> {
  await getLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId);
  const made = new Map((await listChecksOf(deps.db, scope)).map((count) => [count.check, count]));
  const names = [
    ...FIELD_CHECKS.map(({ name, field }) => ({ name, field })),
    ...READING_CHECKS.map(withoutField),
  ];
  return {
    linked_account_id: scope.linkedAccountId,
    checks: names.flatMap(({ name, field }) => {
      const count = made.get(name);
      return count ? [{ ...count, field }] : [];
    }),
  };
}

const withoutField = (name: string) => ({ name, field: null });
