import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { NotificationContent } from '../db/schema/notifications.ts';

/** An endpoint was disabled by itself: mail goes to the organization's addresses and to the operators, at once. */
export async function notifyEndpointDisabled(
  trx: Trx,
  organizationId: string,
  disabled: { endpointId: string; host: string; reason: string },
): Promise<void> {
  const { endpointId, host, reason } = disabled;
  const content: NotificationContent = { code: reason, subject: endpointId, host, issues: [] };
  await trx
    .insertInto('notifications')
    .values({
      id: newId(),
      organization_id: organizationId,
      linked_account_id: null,
      kind: 'endpoint_disabled',
      cause: endpointId,
      content: JSON.stringify(content),
      ended_at: null,
      dispatched_at: null,
    })
    .execute();
}
