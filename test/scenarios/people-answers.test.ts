import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAboutPeople, LinkedRoster } from '../support/linked-roster.ts';

// The site shows no id that lasts, so that it is there that a person is asked.
let roster: LinkedRoster;
beforeAll(async () => {
  roster = await LinkedRoster.start('service_account');
});
afterAll(() => roster[Symbol.asyncDispose]());

interface Issue {
  id: string;
  status: string;
  question: { kind: string; record_ids: string[] } | null;
}

/** Everything that a person is known by is another, but for the first name and the birth date. */
async function readStrangeChange(firstName: string) {
  const member = roster.hire(firstName);
  await roster.sync();
  const person = await roster.person(firstName);
  roster.control.editEmployee(member.id, {
    workId: `new-${firstName}`,
    lastName: 'Thistle',
    workEmail: `${firstName.toLowerCase()}.thistle@employer.example`,
    personalEmail: `${firstName.toLowerCase()}@elsewhere.example`,
  });
  expect(await roster.sync()).toEqual([]);
  const { body } = await roster.service.api<{ results: Issue[] }>('GET', '/api/v1/issues?status=ONGOING');
  const [issue] = body.results;
  expect(issue!.question).toMatchObject({ kind: 'maybe_same_person', record_ids: [person.id] });
  return { person, issue: issue! };
}

async function answer(issue: Issue, action: string) {
  const path = `/api/v1/issues/${issue.id}/resolve`;
  return await roster.service.api<Issue>('POST', path, { body: { action } });
}

async function statusOf({ id }: Issue): Promise<string> {
  return (await roster.service.api<Issue>('GET', `/api/v1/issues/${id}`)).body.status;
}

it('is the same record under a new name as soon as the partner says so, and nothing is told but the change', async () => {
  const { person, issue } = await readStrangeChange('Maren');
  expect(await answer(issue, 'same')).toMatchObject({ status: 202, body: { status: 'ONGOING' } });
  const told = (await roster.sync()).filter(isAboutPeople);
  expect(told.map(({ type, id }) => [type, id])).toEqual([['employee.updated', person.id]]);
  expect((await roster.person('Maren'))['last_name']).toBe('Thistle');
  expect(await statusOf(issue)).toBe('RESOLVED');
  expect(await roster.openIssues()).toEqual([]);
});

it('is another record as soon as the partner says so, and who is gone goes', async () => {
  const { person, issue } = await readStrangeChange('Nils');
  expect((await answer(issue, 'different')).status).toBe(202);
  const told = (await roster.sync()).filter(isAboutPeople);
  const created = told.filter(({ type }) => type === 'employee.created');
  expect(created).toHaveLength(1);
  expect(created[0]!.id).not.toBe(person.id);
  expect(await statusOf(issue)).toBe('RESOLVED');
  await roster.sync();
  expect((await roster.record('employees', person.id))['remote_was_deleted']).toBe(true);
});
