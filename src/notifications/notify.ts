import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { ChangeSummary } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { writeNotification } from './write-notification.ts';

/**
 * The run was held: mail goes out at once, whatever the account's mode is.
 * @param held.findings each as code and numbers; nothing of a person
 */
export async function notifyHeldRun(
  trx: Trx,
  scope: AccountScope,
  held: { syncRunId: string; findings: readonly string[] },
): Promise<void> {
  const content = { syncRunId: held.syncRunId, findings: [...held.findings] };
  await writeNotification(trx, scope, { kind: 'run_held', cause: held.syncRunId, content });
}

/**
 * The source was read: what the run changed is told as the account's mode says, and a failure that was told is over.
 * @param end.changes null: nothing, the source is unchanged
 */
export async function notifyRunEnd(
  trx: Trx,
  scope: AccountScope,
  end: { syncRunId: string; changes: ChangeSummary | null },
): Promise<void> {
  await endFailures(trx, scope, end.syncRunId);
  if (end.changes === null || isEmpty(end.changes) || !(await hasAddresses(trx, scope))) return;
  const content = { syncRunId: end.syncRunId, changes: end.changes };
  await writeNotification(trx, scope, { kind: 'run_changed', cause: end.syncRunId, content });
}

/** The source can't be read: told once for as long as the cause is the same, and again when it is another. */
export async function notifyFailure(
  trx: Trx,
  scope: AccountScope,
  failure: { code: string; subject?: string; syncRunId?: string },
): Promise<void> {
  const { subject = '', ...content } = failure;
  const cause = `${failure.code} ${subject}`.trim();
  await sql`
    update notifications set ended_at = now()
     where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
       and kind = 'failure' and ended_at is null and cause <> ${cause}`.execute(trx);
  await writeNotification(trx, scope, { kind: 'failure', cause, content: { ...content, subject } });
}

/** Whatever ended it is told once, with the last code that was told. */
async function endFailures(trx: Trx, scope: AccountScope, syncRunId: string): Promise<void> {
  const ended = await trx
    .updateTable('notifications')
    .set({ ended_at: sql<string>`now()` })
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('kind', '=', 'failure')
    .where('ended_at', 'is', null)
    .returning(['id', 'content'])
    .executeTakeFirst();
  if (!ended) return;
  const { code, subject } = ended.content;
  const content = {
    syncRunId,
    ...(code !== undefined && { code }),
    ...(subject !== undefined && { subject }),
  };
  await writeNotification(trx, scope, { kind: 'recovery', cause: ended.id, content });
}

async function hasAddresses(trx: Trx, scope: AccountScope): Promise<boolean> {
  const account = await trx
    .selectFrom('linked_accounts')
    .select('id')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .where(sql<boolean>`cardinality(notification_addresses) > 0`)
    .executeTakeFirst();
  return account !== undefined;
}

function isEmpty({ models, lifecycle }: ChangeSummary): boolean {
  return Object.keys(models).length === 0 && Object.keys(lifecycle).length === 0;
}
