import { expect, it } from 'vitest';
import { sql } from 'kysely';
import { dispatchNotifications, sendDueMail } from '../../../src/notifications/index.ts';
import type { OutgoingMail } from '../../../src/lib/mailer.ts';
import { person, roster, type Person } from '../sync/fake-source.ts';
import { SyncWorld } from '../sync/sync-world.ts';

/** People of whom every word is one that stands nowhere else. */
const canary = (number: number, some: Partial<Person> = {}): Person =>
  person(number, {
    workId: `WIDCANARY${number}`,
    first: `Firstcanary${number}`,
    last: `Lastcanary${number}`,
    workEmail: `work.canary${number}@corp.test`,
    personalEmail: `home.canary${number}@home.test`,
    street: `${number} Canary Street`,
    department: 'Canarydepartment',
    office: 'Canaryoffice',
    history: [{ date: '2020-01-06', title: 'Canarytitle', rate: 123_456_789 }],
    ...some,
  });

it('says nothing of a person in any mail, whatever happens to the account', async () => {
  await using world = await SyncWorld.create(
    roster(Array.from({ length: 12 }, (_, index) => canary(index + 1))),
  );
  const mails: OutgoingMail[] = [];
  const deps = {
    ...world.deps,
    mailer: { send: (mail: OutgoingMail) => Promise.resolve(void mails.push(mail)) },
    config: {
      notifications: { link: null, operatorAddresses: ['ops@muster.test'] },
      outboundMail: { url: null, from: 'no-reply@muster.test' },
    },
  };
  await sql`update linked_accounts set notification_addresses = '{it@partner.example}'`.execute(
    world.deps.db,
  );
  const tick = async () => {
    await dispatchNotifications(deps);
    await sendDueMail(deps);
  };
  const staff = () => world.source.roster.people;
  await world.sync();
  await tick();
  await world.sync({
    people: [
      ...staff().slice(1),
      canary(1, { workEmail: null, managerEmail: 'nobody.canary@corp.test' }),
      canary(13, { startDate: '2026-12-01', status: 'PENDING', managerEmail: 'work.canary2@corp.test' }),
      canary(14, { workId: 'WIDCANARY2', workEmail: 'work.canary2@corp.test' }),
    ],
    strangers: [{ workId: 'WIDCANARY99', date: '2020-01-06', title: 'Canaryghost' }],
    tells: { unknownWords: [{ field: 'employee.gender', shape: 'Aaaa', count: 1 }] },
  });
  await tick();
  await world.sync({ people: staff().slice(0, 3), strangers: [] });
  await tick();
  world.source.beforeSignIn = () => {
    throw new Error('Firstcanary1 Lastcanary1 <work.canary1@corp.test> could not sign in');
  };
  const id = await world.request();
  for (let attempt = 1; attempt < world.deps.config.sync.maxAttempts; attempt += 1) {
    await expect(world.work(id)).rejects.toThrow('could not sign in');
  }
  await world.work(id);
  await tick();
  world.clock.advance(8 * 24 * 3600 * 1000);
  await tick();

  const text = mails.map((mail) => `${mail.subject}\n${mail.text}`).join('\n');
  for (const kind of ['employees: ', 'held and waits', 'could not be read (unexpected)', 'still open']) {
    expect(text).toContain(kind);
  }
  expect(text).toContain('required_field_missing, work_email');
  expect(text).toContain('manager_unresolved');
  expect(text).not.toMatch(/canary|123456789/i);
  const kept = await sql<{ content: string }>`select content::text as content from notifications`.execute(
    world.deps.db,
  );
  expect(kept.rows.map(({ content }) => content).join('\n')).not.toMatch(/canary|123456789/i);
});
