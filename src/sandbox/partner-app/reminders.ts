import { addDays, type CalendarDate } from '../../lib/calendar-date.ts';
import type { Task } from './tasks.ts';

const DAYS_AHEAD = 1;

export interface Reminder {
  task: Task & { day: CalendarDate };
  when: 'ahead' | 'at the day';
}

/** The same task on the same day is reminded of once ahead and once at the day. */
export function reminderKey(task: Task, when: Reminder['when']): string {
  return [task.employeeId, task.kind, task.day, when].join(' ');
}

/**
 * The reminders that are due: the day before, and from the day on. None for a task without a day, and none for a canceled
 * one; another day is reminded of anew.
 * @param todayIn the day it is in an IANA time zone
 */
export function dueReminders(
  tasks: readonly Task[],
  todayIn: (timeZone: string) => CalendarDate,
): Reminder[] {
  return tasks.flatMap((task) => {
    const { day } = task;
    if (day === null || task.state === 'canceled') return [];
    const today = todayIn(task.timeZone);
    if (today < addDays(day, -DAYS_AHEAD)) return [];
    return [{ task: { ...task, day }, when: today < day ? 'ahead' : 'at the day' }];
  });
}

/** What the mail says. */
export function toReminderText({ task, when }: Reminder): { subject: string; text: string } {
  const day = task.kind === 'Onboarding' ? 'first day' : 'last day';
  const what =
    task.kind === 'Onboarding' ? 'prepare a laptop and accounts' : 'take back the laptop and close accounts';
  const left = when === 'ahead' ? 'is tomorrow' : 'has come';
  return {
    subject: `${task.kind} of ${task.name}: the ${day} ${left}`,
    text: `The ${day} of ${task.name} is ${task.day} (${task.timeZone}).\nTo do: ${what}.\n\nLarkspur IT`,
  };
}
