import { openOrganizationIssue, resolveOrganizationIssue } from '../accounts/organization-issues.ts';
import type { Trx } from '../db/transaction.ts';
import { notifyEndpointDisabled } from '../notifications/notify-organization.ts';
import type { DisabledReason } from './endpoint-health.ts';
import { updateEndpointRow } from './endpoints-store.ts';

export interface EndpointToDisable {
  id: string;
  organizationId: string;
  url: string;
  reason: DisabledReason;
}

const CODE = 'webhook_endpoint_disabled';

const DESCRIPTIONS: Record<DisabledReason, string> = {
  failing:
    'A webhook endpoint gave nothing but failures for five days and was disabled. Mend the receiver, enable the endpoint and ' +
    'replay what it missed: POST /api/v1/webhook-endpoints/{id}/enable, then /replay.',
  gone:
    'A webhook endpoint answered 410 Gone and was disabled. If that was not meant, enable it and replay what it missed: POST ' +
    '/api/v1/webhook-endpoints/{id}/enable, then /replay. Else delete it.',
};

/** Nothing more is sent to it; an issue and a mail say so. The caller holds its row. */
export async function disableEndpoint(trx: Trx, endpoint: EndpointToDisable, now: Date): Promise<void> {
  const { id, organizationId, reason } = endpoint;
  // A path may hold a secret of the receiver's.
  const { host } = new URL(endpoint.url);
  await updateEndpointRow(trx, organizationId, id, { status: 'disabled', disabled_reason: reason }, now);
  await openOrganizationIssue(trx, organizationId, {
    code: CODE,
    subject: id,
    description: DESCRIPTIONS[reason],
    details: [reason, host],
  });
  await notifyEndpointDisabled(trx, organizationId, { endpointId: id, host, reason });
}

/** Somebody enabled or deleted it. */
export async function closeDisabledIssue(
  trx: Trx,
  organizationId: string,
  endpointId: string,
): Promise<void> {
  await resolveOrganizationIssue(trx, organizationId, { code: CODE, subject: endpointId });
}
