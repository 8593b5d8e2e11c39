import { expect, test } from 'vitest';
import { hydration, SiteClient } from './test-support/site-client.ts';
import { PASSWORD, startTestSandbox } from './test-support/test-sandbox.ts';

test('the invitation can demand more, and takes a user name beside the work e-mail', async () => {
  await using site = await startTestSandbox();
  const { client, sandbox, mailbox } = site;
  sandbox.control.addFault({ fault: 'invitation_demands', fields: 'personal_email, phone' });
  await sandbox.control.addThirdParty({ firstName: 'A', lastName: 'B', workEmail: 'a.b@inbound.example' });
  const [path] = /\/invitations\/[\w-]+/.exec(mailbox.messages()[0]!.text)!;
  const fields = async () => (hydration(await client.get(path), 'invitation') as { fields: object[] }).fields;
  expect(await fields()).toEqual([
    { name: 'has_existing_account', required: true },
    { name: 'username', required: false },
    { name: 'password', required: true },
    { name: 'password_confirmation', required: true },
    { name: 'personal_email', required: true },
    { name: 'phone', required: true },
  ]);
  const form = { has_existing_account: 'no', password: PASSWORD, password_confirmation: PASSWORD };
  const refused = await client.post(path, { ...form, personal_email: 'ab@mail.example' }, path);
  expect([refused.status, refused.body.includes('Error: Phone must be filled in.')]).toEqual([422, true]);
  expect(hydration(refused, 'invitation')).toMatchObject({ status: 'open', fields: await fields() });
  expect((await client.get(path)).body).toContain('name="phone"');
  sandbox.control.clearFaults();
  expect(
    (await client.post(path, { ...form, username: 'chosen', personal_email: 'ab@mail.example' }, path))
      .location,
  ).toBe('/tfa');
  expect(sandbox.control.state().thirdParties[0]).toMatchObject({
    userName: 'chosen',
    personalEmail: 'ab@mail.example',
  });
  for (const username of ['chosen', 'A.B@inbound.example']) {
    expect(
      (await new SiteClient(sandbox.url).post('/login', { username, password: PASSWORD })).location,
    ).toBe('/tfa');
  }
});

test('without a user name the work e-mail is it', async () => {
  await using site = await startTestSandbox();
  await site.sandbox.control.addThirdParty({
    firstName: 'A',
    lastName: 'B',
    workEmail: 'a.b@inbound.example',
  });
  const [path] = /\/invitations\/[\w-]+/.exec(site.mailbox.messages()[0]!.text)!;
  const form = { has_existing_account: 'no', password: PASSWORD, password_confirmation: PASSWORD };
  expect((await site.client.post(path, form, path)).location).toBe('/tfa');
  expect(site.sandbox.control.state().thirdParties[0]).toMatchObject({ userName: 'a.b@inbound.example' });
});
