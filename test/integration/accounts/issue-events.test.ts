import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  openIssue,
  resolveIssues,
  resolveIssuesExcept,
  resolveSourceNotices,
  type AccountScope,
} from '../../../src/accounts/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { expectDocumentedEvents } from '../../support/documented-events.ts';
import { insertAccount } from '../../support/rows.ts';

let database: TestDatabase;
let scope: AccountScope;
beforeEach(async () => {
  database = await createTestDatabase();
  scope = await insertAccount(database.db);
});
afterEach(() => database[Symbol.asyncDispose]());

interface IssueEvent {
  type: string;
  linked_account_id: string;
  organization_id: string;
  data: { issue: { code: string; subject: string | null; status: string }; linked_account: object };
}

/** Since the last call. */
async function takeEvents(): Promise<IssueEvent[]> {
  const { rows } = await sql<IssueEvent>`
    with e as (delete from outbox_events returning *)
    select type, linked_account_id, organization_id, data from e order by id`.execute(database.db);
  expectDocumentedEvents(rows);
  return rows;
}
const told = async () =>
  (await takeEvents()).map(({ type, data }) => `${type} ${data.issue.code} ${data.issue.subject ?? '-'}`);

const open = (code: string, subject?: string) =>
  openIssue(database.db, scope, { code, description: `It is ${code}.`, ...(subject && { subject }) });

it('tells that an issue opened, once while it lasts, that it is over, and that it is back', async () => {
  await open('broken', 'roster');
  await open('broken', 'roster');
  expect(await told()).toEqual(['issue.opened broken roster']);
  await open('broken');
  expect(await told()).toEqual(['issue.opened broken -']);
  await resolveIssues(database.db, scope, 'broken', { subject: 'roster' });
  expect(await told()).toEqual(['issue.resolved broken roster']);
  await resolveIssues(database.db, scope, 'broken', { subject: 'roster' });
  expect(await told()).toEqual([]);
  await open('broken', 'roster');
  expect(await told()).toEqual(['issue.reopened broken roster']);
});

it('tells each end, whichever way it came', async () => {
  await open('one');
  await open('two', 'kept');
  await open('two', 'gone');
  await openIssue(database.db, scope, { code: 'notice', description: 'x', isSourceNotice: true });
  await takeEvents();
  await resolveIssuesExcept(database.db, scope, ['one', 'two'], [{ code: 'two', subject: 'kept' }]);
  expect((await told()).sort()).toEqual(['issue.resolved one -', 'issue.resolved two gone']);
  await resolveSourceNotices(database.db, scope, []);
  expect(await told()).toEqual(['issue.resolved notice -']);
  await open('three', 'a');
  await open('three', 'b');
  await takeEvents();
  await resolveIssues(database.db, scope, 'three', { exceptSubjects: ['b'] });
  expect(await told()).toEqual(['issue.resolved three a']);
});

it('tells the issue and the account, and nothing of the admin', async () => {
  await openIssue(database.db, scope, { code: 'broken', description: 'It is broken.', details: ['2 rows'] });
  const [event] = await takeEvents();
  expect(event).toMatchObject({
    type: 'issue.opened',
    organization_id: scope.organizationId,
    linked_account_id: scope.linkedAccountId,
    data: {
      issue: {
        code: 'broken',
        subject: null,
        status: 'ONGOING',
        error_description: 'It is broken.',
        error_details: ['2 rows'],
        is_muted: false,
        resolved_at: null,
      },
      linked_account: { id: scope.linkedAccountId, integration: 'justworks' },
    },
  });
  expect(JSON.stringify(event)).not.toContain('admin@employer.example');
});

it('stands or falls with the transaction, and wakes the dispatcher in it', async () => {
  const failed = inTransaction(database.db, async (trx) => {
    await openIssue(trx, scope, { code: 'broken', description: 'x' });
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  expect(await told()).toEqual([]);
  await inTransaction(database.db, (trx) => openIssue(trx, scope, { code: 'broken', description: 'x' }));
  const { rows } = await sql`
    select from graphile_worker.jobs where task_identifier = 'dispatch_outbox'`.execute(database.db);
  expect(rows).toHaveLength(1);
});

it('touches no other account', async () => {
  const other = await insertAccount(database.db, { organizationId: scope.organizationId });
  await open('broken');
  await openIssue(database.db, other, { code: 'broken', description: 'x' });
  expect(await told()).toEqual(['issue.opened broken -', 'issue.opened broken -']);
  await resolveIssues(database.db, other, 'broken');
  const events = await takeEvents();
  expect(events.map((event) => event.linked_account_id)).toEqual([other.linkedAccountId]);
  const foreign = { ...scope, organizationId: (await insertAccount(database.db)).organizationId };
  await resolveIssues(database.db, foreign, 'broken');
  expect(await told()).toEqual([]);
});
