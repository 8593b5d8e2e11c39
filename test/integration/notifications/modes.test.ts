import { expect, it } from 'vitest';
import { MailWorld, NOTHING_CHANGED, READER, summary } from './mail-world.ts';

it('mails each run that changed something, in the mode "changes", with counts and ids', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account();
  const runId = await world.runEnded(scope, summary(3));
  const [mail, ...others] = await world.tick();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    to: READER,
    subject: 'Justworks for Juniper & Vale: employees: 3 added, 1 updated',
    isAutomatic: true,
  });
  expect(mail!.text).toContain('- employees: 3 added, 1 updated\n  fields: work_email 1');
  expect(mail!.text).toContain('- started: 3');
  expect(mail!.text).toContain(`Linked account: ${scope.linkedAccountId}\nSync run: ${runId}`);
  expect(mail!.text).toContain('PATCH /api/v1/linked-accounts/{id}');
  expect(await world.tick()).toEqual([]);
});

it('mails nothing of a run that changed nothing, nor where nobody wants to know', async () => {
  await using world = await MailWorld.create();
  await world.runEnded(await world.account(), null);
  await world.runEnded(await world.account(), NOTHING_CHANGED);
  await world.runEnded(await world.account({ addresses: [] }));
  await world.runEnded(await world.account({ mode: 'failures' }));
  await world.runEnded(await world.account({ mode: 'daily' }));
  expect(await world.tick()).toEqual([]);
});

it.each(['changes', 'daily', 'failures'] as const)(
  'mails a held run and a failure at once in the mode "%s", and that the failure is over',
  async (mode) => {
    await using world = await MailWorld.create();
    const scope = await world.account({ mode });
    await world.held(scope);
    const [held] = await world.tick();
    expect(held!.subject).toContain('a sync is held and waits for you');
    expect(held!.text).toContain('- removed_too_many: 12 of 40');
    await world.failed(scope, 'bad_credentials');
    const failures = await world.tick();
    expect(failures.map(({ subject }) => subject)).toEqual([
      'Justworks for Juniper & Vale: it could not be read (bad_credentials)',
    ]);
    await world.runEnded(scope, null);
    const over = await world.tick();
    expect(over.map(({ subject }) => subject)).toEqual(['Justworks for Juniper & Vale: it is read again']);
  },
);

it('tells a failure once for as long as its cause lasts, again when it is another, and its end once', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account({ mode: 'failures' });
  const subjects: string[] = [];
  for (const code of [
    'source_unavailable',
    'source_unavailable',
    'report_cut',
    'report_cut',
    'ok',
    'ok',
    'report_cut',
  ]) {
    if (code === 'ok') await world.runEnded(scope, null);
    else await world.failed(scope, code);
    subjects.push(...(await world.tick()).map(({ subject }) => subject.replace(/^.*?: /, '')));
  }
  expect(subjects).toEqual([
    'it could not be read (source_unavailable)',
    'it could not be read (report_cut)',
    'it is read again',
    'it could not be read (report_cut)',
  ]);
});

it('writes to each address once, of a held run to the operators too, and of one account never to another’s', async () => {
  await using world = await MailWorld.create();
  world.config.notifications.operatorAddresses = ['ops@muster.test', 'b@partner.example'];
  const scope = await world.account({ addresses: ['a@partner.example', 'b@partner.example'] });
  await world.account({ addresses: ['other@stranger.example'] });
  await world.held(scope);
  expect((await world.tick()).map(({ to }) => to).sort()).toEqual([
    'a@partner.example',
    'b@partner.example',
    'ops@muster.test',
  ]);
  await world.runEnded(scope);
  expect((await world.tick()).map(({ to }) => to).sort()).toEqual(['a@partner.example', 'b@partner.example']);
});

it('points to the page that the setting names, with its placeholders filled in', async () => {
  await using world = await MailWorld.create();
  world.config.notifications.link = 'https://partner.example/hris/{linked_account_id}?run={run_id}';
  const scope = await world.account();
  const runId = await world.runEnded(scope);
  const [mail] = await world.tick();
  expect(mail!.text).toContain(`https://partner.example/hris/${scope.linkedAccountId}?run=${runId}\n`);
  expect(mail!.text).not.toContain('Linked account:');
});

it('names the open issues in each summary, without those that are muted', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account();
  await world.issue(scope, { code: 'manager_cycle', description: 'Name the head.' });
  await world.issue(scope, { code: 'unknown_words' });
  await world.db.updateTable('issues').set({ is_muted: true }).where('code', '=', 'unknown_words').execute();
  await world.runEnded(scope);
  const [mail] = await world.tick();
  expect(mail!.text).toContain('Open issues (1):\n- manager_cycle (since ');
  expect(mail!.text).toContain('Name the head.');
  expect(mail!.text).not.toContain('unknown_words');
});

it('sends and keeps no mail where no relay is set, and says so by event', async () => {
  await using world = await MailWorld.create();
  world.mailer.isConfigured = false;
  const scope = await world.account();
  await world.runEnded(scope);
  expect(await world.tick()).toEqual([]);
  expect(world.logged.map(({ event }) => event)).toEqual(['notification_not_mailed']);
  expect(await world.db.selectFrom('notification_mails').select('id').execute()).toEqual([]);
  world.mailer.isConfigured = true;
  expect(await world.tick()).toEqual([]);
});

it('tells that an account must be linked again, whatever found it out, once', async () => {
  await using world = await MailWorld.create();
  const scope = await world.account({ mode: 'failures' });
  const needsRelink = (code: string) =>
    world.db
      .updateTable('linked_accounts')
      .set({ status: 'RELINK_NEEDED', status_detail: code })
      .where('id', '=', scope.linkedAccountId)
      .execute();
  await needsRelink('grant_ended');
  expect((await world.tick()).map(({ subject }) => subject)).toEqual([
    'Justworks for Juniper & Vale: it could not be read (grant_ended)',
  ]);
  expect(await world.tick()).toEqual([]);
  await world.db.updateTable('linked_accounts').set({ status: 'COMPLETE' }).execute();
  await world.runEnded(scope, null);
  expect(await world.tick()).toHaveLength(1);
  await world.failed(scope, 'bad_credentials', 'sign-in');
  await needsRelink('bad_credentials');
  expect(await world.tick()).toHaveLength(1);
});
