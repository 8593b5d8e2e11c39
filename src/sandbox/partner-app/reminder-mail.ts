import { createTransport } from 'nodemailer';
import { calendarDateAt } from '../../lib/calendar-date.ts';
import type { Clock } from '../../lib/clock.ts';
import { dueReminders, reminderKey, toReminderText, type Reminder } from './reminders.ts';
import type { Task } from './tasks.ts';

export interface ReminderMailOptions {
  relay: { host: string; port: number };
  to: string;
  clock: Clock;
}

/** Mails what is due of the tasks, each reminder once. */
export class ReminderMail {
  readonly #options: ReminderMailOptions;
  readonly #transport;
  readonly #sent = new Set<string>();

  constructor(options: ReminderMailOptions) {
    this.#options = options;
    this.#transport = createTransport({ ...options.relay, secure: false, ignoreTLS: true });
  }

  /** @returns how many were sent. One that the relay refused is tried again the next time. */
  async send(tasks: readonly Task[]): Promise<number> {
    const now = this.#options.clock.now();
    const due = dueReminders(tasks, (timeZone) => calendarDateAt(now, timeZone));
    const fresh = due.filter(({ task, when }) => !this.#sent.has(reminderKey(task, when)));
    const sent = await Promise.all(fresh.map((reminder) => this.#sendOne(reminder)));
    return sent.filter(Boolean).length;
  }

  /** The last one that was sent for this task and its day of today. */
  lastOf(task: Task): Reminder['when'] | null {
    const isSent = (when: Reminder['when']): boolean => this.#sent.has(reminderKey(task, when));
    if (isSent('at the day')) return 'at the day';
    return isSent('ahead') ? 'ahead' : null;
  }

  async #sendOne(reminder: Reminder): Promise<boolean> {
    // Noted first: a webhook that arrives meanwhile asks for the same.
    const key = reminderKey(reminder.task, reminder.when);
    this.#sent.add(key);
    try {
      await this.#transport.sendMail({
        from: 'Larkspur IT <it-hub@larkspur.example>',
        to: this.#options.to,
        ...toReminderText(reminder),
      });
      return true;
    } catch {
      this.#sent.delete(key);
      return false;
    }
  }
}
