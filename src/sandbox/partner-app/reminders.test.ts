import { expect, it } from 'vitest';
import { dueReminders, toReminderText } from './reminders.ts';
import type { Task } from './tasks.ts';

const task = (some: Partial<Task>): Task => ({
  employeeId: '1',
  name: 'Ada',
  kind: 'Onboarding',
  day: '2026-12-01',
  timeZone: 'America/New_York',
  state: 'to come',
  ...some,
});
const whenDue = (some: Partial<Task>, today: string) =>
  dueReminders([task(some)], () => today).map(({ when }) => when);

it.each([
  ['two days before', '2026-11-29', []],
  ['the day before, over the end of a month', '2026-11-30', ['ahead']],
  ['at the day', '2026-12-01', ['at the day']],
  ['when it was slept through', '2026-12-05', ['at the day']],
])('reminds %s', (_when, today, expected) => {
  expect(whenDue({}, today)).toEqual(expected);
});

it('reminds of nothing that is canceled, and of nothing without a day', () => {
  expect(whenDue({ state: 'canceled' }, '2026-12-01')).toEqual([]);
  expect(whenDue({ day: null, state: 'due' }, '2026-12-01')).toEqual([]);
});

it('counts the days where the person works', () => {
  const days: Record<string, string> = { 'America/New_York': '2026-11-29', 'Pacific/Auckland': '2026-11-30' };
  const tasks = Object.keys(days).map((timeZone) => task({ timeZone }));
  const due = dueReminders(tasks, (timeZone) => days[timeZone]!);
  expect(due.map(({ task: { timeZone } }) => timeZone)).toEqual(['Pacific/Auckland']);
});

it('says who, what and when', () => {
  const [reminder] = dueReminders([task({ kind: 'Offboarding' })], () => '2026-11-30');
  const { subject, text } = toReminderText(reminder!);
  expect(subject).toBe('Offboarding of Ada: the last day is tomorrow');
  expect(text).toContain('2026-12-01 (America/New_York)');
});
