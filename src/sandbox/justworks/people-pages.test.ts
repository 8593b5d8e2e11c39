import { expect, test } from 'vitest';
import { hydration } from './test-support/site-client.ts';
import { download, signIn, startTestSandbox } from './test-support/test-sandbox.ts';

test('contractors have a page of their own, with the words of the reports and no blanks', async () => {
  await using site = await startTestSandbox({ companySize: 40 });
  const id = await signIn(site);
  const contractors = async () =>
    hydration(await site.client.get('/members/contractors'), 'contractors') as object[];
  expect(await contractors()).toMatchObject([
    {
      last_name: '(Contractor) Smith',
      member_type: 'U.S. Contractor or Consultant (1099)',
      status: 'Active',
    },
    { member_type: 'International Contractor' },
  ]);
  const member = site.sandbox.control.state().members[6]!;
  const manager = site.sandbox.control.state().members.find((one) => one.id === member.manager)!;
  expect((await contractors())[0]).toEqual({
    id: member.id,
    work_id: '00007',
    first_name: member.firstName,
    last_name: '(Contractor) Smith',
    work_email: member.workEmail,
    personal_email: member.personalEmail,
    cell_phone: member.cellPhone,
    title: member.jobTitle,
    department: member.department,
    office: member.office,
    start_date: member.startDate,
    status: 'Active',
    member_type: 'U.S. Contractor or Consultant (1099)',
    manager_email: manager.workEmail,
  });
  site.sandbox.control.revokePermission(id, 'Manage employees');
  expect((await site.client.get('/members/contractors')).status).toBe(403);
});

test('the directory leaves out who is hidden, who left and who is to come; reports do not', async () => {
  await using site = await startTestSandbox({ companySize: 40 });
  await signIn(site);
  const { control } = site.sandbox;
  const listed = async () =>
    (hydration(await site.client.get('/directory'), 'directory') as { id: string }[]).map(({ id }) => id);
  const { members } = control.state();
  const expected = members.filter((one) => one.status === 'Active' && !one.isHidden).map(({ id }) => id);
  expect(await listed()).toEqual(expected);
  expect(expected.length).toBeLessThan(40);
  control.setHidden(expected[3]!, true);
  expect(await listed()).toEqual(expected.toSpliced(3, 1));
  expect((await download(site.client)).body.trimEnd().split('\n')).toHaveLength(41);
});

test('nobody is made up beside a census that was handed in', async () => {
  const censusFile = Buffer.from('Work ID,First Name\n1,Zoe\n');
  await using site = await startTestSandbox({ companySize: 40, censusFile });
  await signIn(site);
  expect(hydration(await site.client.get('/members/contractors'), 'contractors')).toEqual([]);
});
