import type { EventToTell } from './event-to-tell.ts';
import { findMergeEvent, toModelName } from './merge-events.ts';
import { toThinData } from './thin-data.ts';

/** `linked_account` of the format. */
export interface MergeAccount {
  id: string;
  integration: string;
  integration_slug: string;
  category: string;
  end_user_origin_id: string;
  end_user_organization_name: string | null;
  end_user_email_address: string | null;
  status: string;
  webhook_listener_url: string | null;
  is_duplicate: boolean | null;
  account_type: string;
  completed_at: string | null;
}

interface AccountReference {
  id: string;
  end_user_origin_id: string;
  integration: string;
}

/** What our events hold that this format tells in its own way. */
interface ToldData {
  /** Null, or missing: it is about the organization. */
  linked_account?: AccountReference | null;
  record?: object | null;
  is_relink?: boolean;
  sync_run?: { is_initial: boolean; counts: Record<string, unknown> | null };
  issue?: object;
  is_test?: true;
}

type Told = Pick<EventToTell, 'type' | 'endpointId' | 'url' | 'occurredAt' | 'data' | 'linked_account_id'> &
  Parameters<typeof toThinData>[0];

/**
 * The body of the format `merge`: the record itself stands in `data`, and the account is told whole, as it is now.
 * @param dataText what the event tells, whole; undefined: ids alone are told
 * @param account undefined: it is erased, or was never there (a test)
 */
export function toMergeBody(event: Told, dataText: string | undefined, account?: MergeAccount): string {
  const isThin = dataText === undefined;
  const told = JSON.parse(dataText ?? event.data) as ToldData;
  const known = account ?? (told.linked_account ? ofErased(told.linked_account) : null);
  return JSON.stringify({
    hook: { id: event.endpointId, event: findMergeEvent(event.type), target: event.url },
    linked_account: isThin && known ? withoutNames(known) : known,
    data: { ...toMergeData(event, told, isThin, known), ...(told.is_test && { is_test: true }) },
  });
}

function toMergeData(event: Told, told: ToldData, isThin: boolean, account: MergeAccount | null): object {
  const [family] = event.type.split('.');
  if (family === 'linked_account') return told.is_relink === undefined ? {} : { is_relink: told.is_relink };
  if (family === 'sync') return toSyncData(event, told, account);
  const ids = toThinData(event);
  if (family === 'issue')
    return isThin ? { id: ids.issue_id } : { ...told.issue, end_user: toEndUser(account) };
  return isThin || !told.record ? { id: ids.record_id } : told.record;
}

/** Of the models that the run read. */
function toSyncData(event: Told, { sync_run }: ToldData, account: MergeAccount | null): object {
  const models = Object.keys(sync_run?.counts ?? {});
  const status = { last_sync_result: 'DONE', last_sync_finished: event.occurredAt };
  return {
    is_initial_sync: sync_run?.is_initial ?? false,
    integration_name: account?.integration ?? null,
    integration_id: account?.integration_slug ?? null,
    sync_status: Object.fromEntries(models.map((model) => [`hris.${toModelName(model)}`, status])),
  };
}

const toEndUser = (account: MergeAccount | null) => ({
  origin_id: account?.end_user_origin_id ?? null,
  organization_name: account?.end_user_organization_name ?? null,
  email_address: account?.end_user_email_address ?? null,
});

/** All that the event of its end still says. */
const ofErased = ({ id, end_user_origin_id, integration }: AccountReference): MergeAccount => ({
  id,
  integration,
  integration_slug: integration,
  category: 'hris',
  end_user_origin_id,
  end_user_organization_name: null,
  end_user_email_address: null,
  status: 'IDLE',
  webhook_listener_url: null,
  is_duplicate: null,
  account_type: 'PRODUCTION',
  completed_at: null,
});

const withoutNames = (account: MergeAccount): MergeAccount => ({
  ...account,
  end_user_organization_name: null,
  end_user_email_address: null,
});
