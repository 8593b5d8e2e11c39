import type { AccountScope } from '../accounts/index.ts';
import type { NotificationContent, NotificationKind } from '../db/schema/notifications.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import { listNotedIssues } from './noted-issues.ts';

export interface NewNotification {
  kind: NotificationKind;
  cause: string;
  content: Omit<NotificationContent, 'issues'>;
}

/**
 * Keeps it with the issues that are open now, in the transaction that causes it; nothing where one of the same cause
 * lasts, or where `isWorthwhile` says no to the number of issues.
 */
export async function writeNotification(
  trx: Trx,
  scope: AccountScope,
  notification: NewNotification,
  isWorthwhile: (issueCount: number) => boolean = () => true,
): Promise<void> {
  const { kind, cause, content } = notification;
  const issues = await listNotedIssues(trx, scope);
  if (!isWorthwhile(issues.length)) return;
  await trx
    .insertInto('notifications')
    .values({
      id: newId(),
      organization_id: scope.organizationId,
      linked_account_id: scope.linkedAccountId,
      kind,
      cause,
      content: JSON.stringify({ ...content, issues } satisfies NotificationContent),
      ended_at: null,
      dispatched_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['linked_account_id', 'kind', 'cause']).where('ended_at', 'is', null).doNothing(),
    )
    .execute();
}
