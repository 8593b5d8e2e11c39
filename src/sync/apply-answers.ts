import { sql } from 'kysely';
import { listAnswers, type IdentityAnswer } from '../accounts/index.ts';
import type { Sealer } from '../crypto/vault.ts';
import type { Trx } from '../db/transaction.ts';
import {
  toFinding,
  UNRESOLVED,
  writeFindings,
  type Finding,
  type UnresolvedRow,
} from './identity-findings.ts';
import { toRowKey } from './row-key.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

const BATCH_ROWS = 2000;

/** A row of the stage that a person said is not about this record. */
export interface DeniedPair {
  ordinal: number;
  id: string;
}

/** Rows that nobody known is found for, or several; or rows that claim what others claim too. */
type AnsweredRows = 'open' | 'claiming';

const WHICH = {
  open: sql`(s.problem = 'identity_ambiguous' or s.record_id = s.candidate_id)`,
  claiming: sql`s.problem = 'duplicate_claim'`,
} as const;

/** What was said about the account's rows, and what names them. */
interface Answers {
  byRow: ReadonlyMap<string, IdentityAnswer>;
  sealer: Sealer;
}

/** Null: nobody has answered anything. */
export async function readAnswers(
  deps: Pick<SyncDeps, 'vault'>,
  trx: Trx,
  run: SyncRun,
): Promise<Answers | null> {
  const { linkedAccountId } = run.scope;
  const byRow = await listUsableAnswers(trx, linkedAccountId);
  return byRow.size === 0 ? null : { byRow, sealer: await deps.vault.openSealer(trx, { linkedAccountId }) };
}

/**
 * Gives rows to whom a person said they are about. Returns whom rows were said not to be about, for the search for people who may
 * be the same.
 */
export async function applyAnswers(
  trx: Trx,
  run: SyncRun,
  { byRow, sealer }: Answers,
  which: AnsweredRows,
): Promise<DeniedPair[]> {
  const denied: DeniedPair[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const rows: UnresolvedRow[] = await readRows(trx, run, which, after);
    const answered = rows.flatMap((row) => {
      const answer = byRow.get(toRowKey(sealer, row).toString('base64url'));
      return answer ? [{ row, answer }] : [];
    });
    denied.push(...answered.flatMap(({ row, answer }) => toDenied(row, answer)));
    const last = rows.at(-1)?.ordinal;
    if (last !== undefined) {
      const findings = answered.map(({ row, answer }) => toAnsweredFinding(row, answer));
      await writeFindings(trx, run, findings, { after, last });
    }
    after = last;
  }
  return denied;
}

/** By row key. What names a record that is gone for good says nothing any more. */
async function listUsableAnswers(trx: Trx, linkedAccountId: string): Promise<Map<string, IdentityAnswer>> {
  const answers = await listAnswers(trx, linkedAccountId);
  const named = answers.flatMap((answer) => (answer.action === 'same' ? answer.recordIds : []));
  const { rows } = await sql<{ id: string }>`
    select id from employees
     where linked_account_id = ${linkedAccountId} and id = any(${named}::uuid[]) and ignored_at is null`.execute(
    trx,
  );
  const known = new Set(rows.map((row) => row.id));
  const usable = answers.filter(
    ({ action, recordIds }) => action === 'different' || known.has(recordIds[0]!),
  );
  return new Map(usable.map((answer) => [answer.rowKey.toString('base64url'), answer]));
}

async function readRows(
  trx: Trx,
  run: SyncRun,
  which: AnsweredRows,
  after: number,
): Promise<UnresolvedRow[]> {
  const { rows } = await sql<UnresolvedRow>`
    select ${UNRESOLVED} from sync_stage s
     where ${stageRows(run, 's', 'employee')} and s.ordinal > ${after}
       and ${WHICH[which]}
     order by s.ordinal limit ${BATCH_ROWS}`.execute(trx);
  return rows;
}

function toDenied({ ordinal }: UnresolvedRow, { action, recordIds }: IdentityAnswer): DeniedPair[] {
  return action === 'different' ? recordIds.map((id) => ({ ordinal, id })) : [];
}

function toAnsweredFinding(row: UnresolvedRow, { action, recordIds }: IdentityAnswer): Finding {
  if (action === 'same') {
    const { ordinal } = row;
    return { ordinal, record_id: recordIds[0]!, problem: null, claimed_ids: recordIds };
  }
  const candidates = row.candidates.filter(({ id }) => !recordIds.includes(id));
  return toFinding({ ...row, candidates });
}
