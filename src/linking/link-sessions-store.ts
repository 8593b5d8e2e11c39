import { sql, type Selectable, type Updateable } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { LinkSessionsTable } from '../db/schema/linking.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError, notFound } from '../lib/app-error.ts';
import { isFinal, nextState, type LinkSessionEvent, type LinkSessionState } from './link-session-states.ts';

type LinkSessionRow = Selectable<LinkSessionsTable>;

/** `state` as text of the table, known to be one of the states. */
export interface LinkSession extends Omit<LinkSessionRow, 'state'> {
  state: LinkSessionState;
}

/** What a session forgets with the access that opened it. */
export const NO_COMPANY = {
  company_choices: null,
  chosen_company_id: null,
  found_company: null,
  sealed_found_tax_id: null,
} satisfies Updateable<LinkSessionsTable>;

export interface LinkSessionKey {
  organizationId: string;
  linkSessionId: string;
}

/** @throws AppError not_found, also for another organization's session. */
export async function getLinkSession(db: Db | Trx, key: LinkSessionKey): Promise<LinkSession> {
  return required(await selectByKey(db, key).executeTakeFirst());
}

/** The same, held until the transaction ends. */
export async function lockLinkSession(trx: Trx, key: LinkSessionKey): Promise<LinkSession> {
  return required(await selectByKey(trx, key).forUpdate().executeTakeFirst());
}

/** The session as a job names it; its organization comes out of the row. */
export async function findSessionOfAccount(
  db: Db | Trx,
  job: { linkedAccountId: string; linkSessionId: string },
): Promise<LinkSession | undefined> {
  const row = await db
    .selectFrom('link_sessions')
    .selectAll()
    .where('linked_account_id', '=', job.linkedAccountId)
    .where('id', '=', job.linkSessionId)
    .executeTakeFirst();
  return row && toLinkSession(row);
}

/** The account's one open session, held until the transaction ends. */
export async function lockOpenSession(trx: Trx, linkedAccountId: string): Promise<LinkSession | undefined> {
  const row = await trx
    .selectFrom('link_sessions')
    .selectAll()
    .where('linked_account_id', '=', linkedAccountId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row && toLinkSession(row);
}

/**
 * Takes the session through one event of the table of states. The caller holds the row's lock.
 * @throws AppError conflict `link_session_transition`, also when the row is not in the state that was read.
 */
export async function moveSession(
  trx: Trx,
  session: LinkSession,
  event: LinkSessionEvent,
  change: { at: Date; errorCode: string | null },
): Promise<LinkSessionState> {
  const state = nextState(session.state, event, session.connection_method);
  const moved = await trx
    .updateTable('link_sessions')
    .set({
      state,
      state_entered_at: change.at,
      last_error_code: change.errorCode,
      retry_at: null,
      retry_count: 0,
      ...(isFinal(state) ? { ended_at: change.at } : {}),
    })
    .where('organization_id', '=', session.organization_id)
    .where('id', '=', session.id)
    .where('state', '=', session.state)
    .returning('id')
    .executeTakeFirst();
  if (!moved)
    throw new AppError('conflict', 'link_session_transition', 'The link session has moved on meanwhile.');
  return state;
}

/** Columns of the session beside its state. The caller holds the row's lock or its lease. */
export async function updateSession(
  trx: Trx,
  session: LinkSession,
  change: Updateable<LinkSessionsTable>,
): Promise<void> {
  await trx
    .updateTable('link_sessions')
    .set(change)
    .where('organization_id', '=', session.organization_id)
    .where('id', '=', session.id)
    .execute();
}

/** Whether a job has the session now, by the database's clock. */
export async function isLeaseHeld(trx: Trx, session: LinkSession): Promise<boolean> {
  const { rows } = await sql`
    select 1 from link_sessions
     where organization_id = ${session.organization_id} and id = ${session.id} and lease_until > now()`.execute(
    trx,
  );
  return rows.length > 0;
}

export function scopeOf(session: LinkSession): AccountScope {
  return { organizationId: session.organization_id, linkedAccountId: session.linked_account_id };
}

/** As its use cases name it. */
export function keyOf(session: LinkSession): LinkSessionKey {
  return { organizationId: session.organization_id, linkSessionId: session.id };
}

/** As its jobs name it. */
export function jobOf(session: Pick<LinkSession, 'linked_account_id' | 'id'>) {
  return { linkedAccountId: session.linked_account_id, linkSessionId: session.id };
}

function selectByKey(db: Db | Trx, key: LinkSessionKey) {
  return db
    .selectFrom('link_sessions')
    .selectAll()
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.linkSessionId);
}

function required(row: LinkSessionRow | undefined): LinkSession {
  if (!row) throw notFound('link session');
  return toLinkSession(row);
}

export function toLinkSession(row: LinkSessionRow): LinkSession {
  return { ...row, state: row.state as LinkSessionState };
}
