import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findText } from '../support/find-text.ts';
import { LinkedRoster, ROUTES } from '../support/linked-roster.ts';

const TELLING = [
  'Ignatia',
  'ignatia@employer.example',
  'ignatia@home.example',
  '1979-03-21',
  '9 Lost Lane',
  '91234567',
];

describe.each(ROUTES)('by %s', (route) => {
  let roster: LinkedRoster;
  beforeAll(async () => {
    roster = await LinkedRoster.start(route);
  });
  afterAll(() => roster[Symbol.asyncDispose]());

  const whereTold = async (text: string) => [text, await findText(roster.service.context.db, text)];

  it('a person who asks to be forgotten is forgotten, and no sync brings them back', async () => {
    const home = { street1: '9 Lost Lane', city: 'Troy', state: 'NY', country: 'United States' };
    const boss = roster.hire('Ignatia', { ...home, dateOfBirth: '1979-03-21', payRate: '91234567.00' });
    const report = roster.hire('Berta', { manager: boss.id });
    await roster.sync();
    for (const text of TELLING) expect(await whereTold(text)).not.toEqual([text, []]);
    const { id } = await roster.person('Ignatia');
    const { accountToken } = roster.employer;
    const path = `/api/hris/v1/employees/ignore/${id}`;
    const answer = await roster.service.api('POST', path, { accountToken, body: { reason: 'GDPR' } });
    expect(answer.status).toBe(204);
    for (const text of TELLING) expect(await whereTold(text)).toEqual([text, []]);
    await roster.sync();
    // The same source, another one, and a change of the person.
    roster.control.editEmployee(report.id, { preferredName: 'Bertie' });
    const told = await roster.sync();
    expect(told.map(({ type }) => type)).toEqual(['employee.updated']);
    roster.control.editEmployee(boss.id, { jobTitle: 'Oblivious' });
    expect(await roster.sync()).toEqual([]);
    for (const text of [...TELLING, 'Oblivious']) expect(await whereTold(text)).toEqual([text, []]);
    expect(await roster.record('employees', id)).toMatchObject({
      id,
      first_name: null,
      remote_was_deleted: false,
    });
    expect((await roster.person('Berta'))['manager']).toBe(id);
    expect(await roster.openIssues()).toEqual([]);
  });

  it('an account that is deleted is told of once, and then there is nothing more', async () => {
    const { service, employer } = roster;
    service.receiver.clear();
    const { accountToken, linkedAccountId } = employer;
    expect((await service.api('POST', '/api/hris/v1/delete-account', { accountToken })).status).toBe(204);
    await service.drain();
    const told = service.receiver.events.map(({ type, data }) => [
      type,
      (data['linked_account'] as { id: string }).id,
    ]);
    expect(told).toEqual([['linked_account.deleted', linkedAccountId]]);
    for (const text of ['Berta', 'Quillfeather', 'employer.example'])
      expect(await whereTold(text)).toEqual([text, []]);
    expect((await service.api('GET', `/api/v1/linked-accounts/${linkedAccountId}`)).status).toBe(404);
  });
});
