import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { notFound } from '../lib/app-error.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import { findHeldMessage, listHeldRows, type HeldMessageRow, type HeldScope } from './held-messages-store.ts';

/** A held message as a person may see it: names and shapes, nothing that it says. */
export interface HeldMessageView {
  id: string;
  linked_account_id: string;
  integration: string;
  received_at: string;
  reason: string;
  /** The rest is null or empty where the message was held before it was looked into. */
  from_domain: string | null;
  kind: string | null;
  subject_shape: string | null;
  header_names: string[];
  links: { shape: string; host: string | null; is_known: boolean }[];
}

/** Oldest first. @throws AppError `cursor_invalid` */
export function listHeldMessages(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { scope: HeldScope; linkedAccountId?: string | undefined },
): Promise<Page<HeldMessageView>> {
  return listHeldRows(deps, input, toView);
}

/** @throws AppError not_found, also for another organization's and for one that was decided about */
export async function getHeldMessage(
  deps: { db: Db },
  input: { scope: HeldScope; id: string },
): Promise<HeldMessageView> {
  const row = await findHeldMessage(deps.db, input.scope, input.id);
  if (!row) throw notFound('held message');
  return toView(row);
}

function toView(row: HeldMessageRow): HeldMessageView {
  const { shape } = row;
  return {
    id: row.id,
    linked_account_id: row.linked_account_id,
    integration: row.integration,
    received_at: toApiTimestamp(row.received_at),
    reason: row.reason,
    from_domain: shape?.fromDomain ?? null,
    kind: shape?.kind ?? null,
    subject_shape: shape?.subjectShape ?? null,
    header_names: shape?.headerNames ?? [],
    links: (shape?.links ?? []).map((link) => ({
      shape: link.shape,
      host: link.host,
      is_known: link.isKnown,
    })),
  };
}
