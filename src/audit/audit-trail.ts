import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { AuditEventType } from './event-types.ts';

/** Who does something: a route takes it from `actorOf(request)`, a command is COMMAND_LINE, what nobody asked for is SYSTEM. */
export type AuditActor =
  | { kind: 'api_key'; id: string; name: string; ipAddress: string | null }
  | { kind: 'link_session'; id: string; ipAddress: string | null }
  | { kind: 'employer_page'; id: string; ipAddress: string | null }
  | { kind: 'command_line' }
  | { kind: 'system' };

export const COMMAND_LINE = { kind: 'command_line' } as const satisfies AuditActor;
export const SYSTEM = { kind: 'system' } as const satisfies AuditActor;

/** The link by which an employer acts on its own page; null: somebody else acts. */
export const linkOf = (actor: AuditActor): string | null =>
  actor.kind === 'employer_page' ? actor.id : null;

export interface NewAuditEvent {
  organizationId: string;
  /** Null for what concerns the organization as a whole. */
  linkedAccountId: string | null;
  actor: AuditActor;
  type: AuditEventType;
  /** A plain sentence: words of ours, counts and ids. Nothing of a person, nothing secret. */
  description: string;
  /** Whose fields were read or changed: a model of the HRIS and ids of its records. */
  records?: { model: string; ids: string[] };
}

/**
 * Writes down who did what, in the transaction that does it: both are there or neither is. The event outlives the
 * account that it names.
 */
export async function appendAuditEvent(db: Db | Trx, ...events: NewAuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.insertInto('audit_events').values(events.map(toRow)).execute();
}

function toRow({ organizationId, linkedAccountId, actor, type, description, records }: NewAuditEvent) {
  return {
    id: newId(),
    organization_id: organizationId,
    linked_account_id: linkedAccountId,
    actor_kind: actor.kind,
    actor_id: 'id' in actor ? actor.id : null,
    actor_name: 'name' in actor ? actor.name : null,
    ip_address: 'ipAddress' in actor ? actor.ipAddress : null,
    event_type: type,
    description,
    record_model: records?.model ?? null,
    record_ids: records?.ids ?? [],
  };
}
