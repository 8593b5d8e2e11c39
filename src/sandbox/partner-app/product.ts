import { calendarDateAt, type CalendarDate } from '../../lib/calendar-date.ts';
import { DAY_MS } from '../../lib/duration.ts';
import { MovableClock } from '../movable-clock.ts';
import { Connection } from './connection.ts';
import { toDepartments, type Department } from './departments.ts';
import { toMemberships, type Membership } from './group-rules.ts';
import { LiveFeed } from './live-feed.ts';
import { MusterClient } from './muster-client.ts';
import { ownEvents } from './own-events.ts';
import { ReminderMail } from './reminder-mail.ts';
import { toTasks, type Task } from './tasks.ts';
import type { Tour } from './tour.ts';
import { renderWebhook } from './panels/webhooks-panel.ts';
import { WebhookInbox, type ReceivedWebhook } from './webhook-inbox.ts';

export interface ProductOptions {
  apiUrl: string;
  apiKey: string;
  sandboxUrl: string;
  /** Where reminders are handed in. */
  mailRelay: { host: string; port: number };
  /** The employer that this product has as a customer. */
  employer: { originId: string; name: string; adminEmail: string };
  tour: Tour | undefined;
}

export type RemindedTask = Task & { reminded: ReturnType<ReminderMail['lastOf']> };

// Where a task's own zone is not what is asked about.
const TIME_ZONE = 'America/New_York';

/** All that the product knows; its tasks, departments and groups follow from the webhooks alone. */
export class Product {
  readonly options: ProductOptions;
  readonly connection: Connection;
  readonly inbox = new WebhookInbox((webhook) => this.#onReceived(webhook));
  readonly feed = new LiveFeed();
  readonly #rules = new Map<string, string>();
  readonly #clock = new MovableClock();
  readonly #reminders: ReminderMail;

  constructor(options: ProductOptions) {
    this.options = options;
    const { apiUrl, apiKey, employer, mailRelay, tour } = options;
    this.connection = new Connection({
      muster: new MusterClient(apiUrl, apiKey),
      employer,
      onChange: () => this.#changed('tile'),
    });
    this.#reminders = new ReminderMail({ relay: mailRelay, to: employer.adminEmail, clock: this.#clock });
    tour?.watch(() => this.#changed('tour'));
  }

  tasks(): RemindedTask[] {
    const now = this.#clock.now();
    return toTasks(this.#events())
      .map((task) => asOf(task, calendarDateAt(now, task.timeZone)))
      .map((task) => ({ ...task, reminded: this.#reminders.lastOf(task) }));
  }

  departments(): Department[] {
    return toDepartments(this.#events());
  }

  memberships(): Membership[] {
    return toMemberships(this.#events(), this.departments(), this.#rules);
  }

  rules(): ReadonlyMap<string, string> {
    return this.#rules;
  }

  /** A blank group takes the rule away. People follow at once. */
  setRule(departmentId: string, group: string): void {
    const name = group.trim().slice(0, 60);
    if (name === '') this.#rules.delete(departmentId);
    else this.#rules.set(departmentId, name);
    this.#changed('rules', 'roster');
  }

  /** By the product's own clock, in New York. */
  today(): CalendarDate {
    return calendarDateAt(this.#clock.now(), TIME_ZONE);
  }

  /** Moves the product's own clock on, and sends what is due by then. @returns how many reminders were sent */
  async passDays(days: number): Promise<number> {
    this.#clock.advance(days * DAY_MS);
    this.#changed('tasks');
    return await this.remind();
  }

  async remind(): Promise<number> {
    const sent = await this.#reminders.send(this.tasks());
    if (sent > 0) this.#changed('tasks');
    return sent;
  }

  #events(): readonly ReceivedWebhook[] {
    return ownEvents(this.inbox.received, this.options.employer.originId);
  }

  #onReceived(webhook: ReceivedWebhook): void {
    this.feed.send('webhook', renderWebhook(webhook).text);
    this.#changed('tile', 'rules', 'roster', 'tasks');
    if (webhook.type === 'sync.completed' && this.#events().includes(webhook)) this.#tellOfSync(webhook.data);
    if (webhook.type.startsWith('employee.')) void this.remind();
  }

  #tellOfSync(data: unknown): void {
    void this.connection.tellWhenOver((data as { sync_run: { id: string } }).sync_run.id);
  }

  #changed(...panels: string[]): void {
    for (const panel of panels) this.feed.send('changed', panel);
  }
}

/** What was to come is due when its day has come by the product's clock, whether or not the event of that day is here. */
function asOf(task: Task, today: CalendarDate): Task {
  const hasCome = task.state === 'to come' && task.day !== null && task.day <= today;
  return hasCome ? { ...task, state: 'due' } : task;
}
