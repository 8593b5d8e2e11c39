import { expect, it } from 'vitest';
import { startMailbox } from '../mailbox/index.ts';
import { ReminderMail } from './reminder-mail.ts';
import type { Task } from './tasks.ts';

const TASK: Task = {
  employeeId: '1',
  name: 'Ada',
  kind: 'Onboarding',
  day: '2026-12-01',
  timeZone: 'America/New_York',
  state: 'to come',
};

it('sends each reminder once, again for another day, and again after a relay that was away', async () => {
  const away = await startMailbox({ host: '127.0.0.1', port: 0 });
  await away.close();
  let now = new Date('2026-11-30T12:00:00Z');
  const relay = { host: '127.0.0.1', port: away.port };
  const mail = new ReminderMail({ relay, to: 'admin@employer.example', clock: { now: () => now } });
  expect(await mail.send([TASK])).toBe(0);
  expect(mail.lastOf(TASK)).toBeNull();

  await using mailbox = await startMailbox(relay);
  // Two at once are one mail.
  expect(await Promise.all([mail.send([TASK]), mail.send([TASK])])).toEqual([1, 0]);
  expect(mail.lastOf(TASK)).toBe('ahead');
  now = new Date('2026-12-01T12:00:00Z');
  expect(await mail.send([TASK])).toBe(1);
  expect(mail.lastOf(TASK)).toBe('at the day');
  expect(await mail.send([{ ...TASK, day: '2026-12-02' }])).toBe(1);
  const subjects = mailbox.messages().map(({ subject, to }) => [subject, to]);
  expect(subjects).toEqual([
    ['Onboarding of Ada: the first day is tomorrow', ['admin@employer.example']],
    ['Onboarding of Ada: the first day has come', ['admin@employer.example']],
    ['Onboarding of Ada: the first day is tomorrow', ['admin@employer.example']],
  ]);
});
