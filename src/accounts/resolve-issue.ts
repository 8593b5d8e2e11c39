import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { IssueQuestion } from '../db/schema/accounts.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError, invalidInput, notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { storeAnswer } from './identity-answers-store.ts';
import type { IssueView } from './issue-views.ts';
import type { AccountScope } from './issues.ts';
import { getIssue } from './list-issues.ts';
import { forgetSource } from './forget-source.ts';
import { requestSync } from './request-sync.ts';

export interface ResolveIssueInput {
  organizationId: string;
  id: string;
  /** The row of the source is about a record that is known, or about somebody new. */
  action: 'same' | 'different';
  /** Which record, with `same`; null: the only one in question. */
  recordId: string | null;
  actor: AuditActor;
}

/**
 * Stores a person's answer about whom a row of the source is about, and has the source read again: that sync applies the answer
 * and closes the issue. Until it does, another answer may be given.
 * What the question does not offer is refused.
 * @throws AppError not_found; conflict `issue_resolved`, `issue_not_answerable`; invalid_input `record_id_needed`,
 * `record_id_unknown`
 */
export async function resolveIssue(
  deps: { db: Db; clock: Clock },
  input: ResolveIssueInput,
): Promise<IssueView> {
  const { organizationId, id } = input;
  await getIssue(deps, { organizationId, id });
  await inTransaction(deps.db, async (trx) => {
    const { question, linkedAccountId } = await lockQuestion(trx, organizationId, id);
    const scope = { organizationId, linkedAccountId };
    await storeAnswer(trx, scope, {
      rowKey: Buffer.from(question.row_key, 'base64url'),
      action: input.action,
      recordIds: input.action === 'same' ? [chooseRecord(question, input.recordId)] : question.record_ids,
      issueId: id,
      answeredAt: deps.clock.now(),
    });
    await appendAuditEvent(trx, toAuditEvent(scope, input));
    await readAgain(trx, scope);
  });
  return await getIssue(deps, { organizationId, id });
}

async function lockQuestion(
  trx: Trx,
  organizationId: string,
  id: string,
): Promise<{ question: IssueQuestion; linkedAccountId: string }> {
  const issue = await trx
    .selectFrom('issues')
    .select(['status', 'question', 'linked_account_id'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!issue) throw notFound('issue');
  if (issue.status !== 'ONGOING') {
    throw new AppError('conflict', 'issue_resolved', 'The issue is closed: there is nothing to answer.');
  }
  if (issue.question === null || issue.linked_account_id === null) {
    const message = 'This issue asks nothing: it closes by itself when its cause is mended at the source.';
    throw new AppError('conflict', 'issue_not_answerable', message);
  }
  return { question: issue.question, linkedAccountId: issue.linked_account_id };
}

function chooseRecord({ record_ids: offered }: IssueQuestion, chosen: string | null): string {
  if (chosen === null) {
    if (offered.length === 1) return offered[0]!;
    const message =
      offered.length === 0
        ? 'No record is in question: the row can only be about somebody new.'
        : 'Several records are in question: say which one with `record_id`.';
    throw invalidInput('record_id_needed', message, '/record_id');
  }
  const found = offered.find((one) => one === chosen.toLowerCase());
  if (found !== undefined) return found;
  throw invalidInput('record_id_unknown', 'The issue does not ask about this record.', '/record_id');
}

function toAuditEvent(scope: AccountScope, { id, action, recordId, actor }: ResolveIssueInput) {
  const record = recordId === null ? '' : ` (record ${recordId})`;
  return {
    ...scope,
    actor,
    type: 'RESOLVED_ISSUE' as const,
    description: `Issue ${id} was answered: ${action}${record}.`,
  };
}

/** The same source means something else from now on. */
async function readAgain(trx: Trx, scope: AccountScope): Promise<void> {
  if (await forgetSource(trx, scope)) await requestSync(trx, scope, 'request');
}
