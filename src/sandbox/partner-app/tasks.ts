import { escape, renderPage } from './layout.ts';
import type { ReceivedWebhook } from './webhook-inbox.ts';

/** What the partner's people have to do about one person, as the webhooks tell it. */
export interface Task {
  employeeId: string;
  name: string;
  kind: 'Onboarding' | 'Offboarding';
  /** First day or last day of work; null: the source does not say. */
  day: string | null;
  timeZone: string;
  state: 'to come' | 'due' | 'canceled';
}

interface LifecycleData {
  record: { id: string; display_full_name: string | null; first_name: string | null };
  effective_date: string | null;
  time_zone: string;
  sequence: number;
}

const EVENTS: Record<string, Pick<Task, 'kind' | 'state'>> = {
  'employee.onboarding_scheduled': { kind: 'Onboarding', state: 'to come' },
  'employee.started': { kind: 'Onboarding', state: 'due' },
  'employee.rehired': { kind: 'Onboarding', state: 'due' },
  'employee.offboarding_scheduled': { kind: 'Offboarding', state: 'to come' },
  'employee.offboarding_canceled': { kind: 'Offboarding', state: 'canceled' },
  'employee.terminated': { kind: 'Offboarding', state: 'due' },
};

/**
 * The tasks that the verified webhooks come to: one of a kind for a person, as the youngest event of that kind says. They
 * may arrive in any order and more than once.
 */
export function toTasks(received: readonly ReceivedWebhook[]): Task[] {
  const tasks = new Map<string, Task>();
  const inOrder = received
    .filter((webhook) => webhook.is_verified && webhook.is_first && webhook.type in EVENTS)
    .toSorted((a, b) => dataOf(a).sequence - dataOf(b).sequence || (a.id < b.id ? -1 : 1));
  for (const webhook of inOrder) {
    const task = toTask(webhook);
    const key = `${task.employeeId} ${task.kind}`;
    tasks.delete(key);
    tasks.set(key, task);
  }
  return [...tasks.values()].toSorted((a, b) => (a.day ?? '').localeCompare(b.day ?? ''));
}

const dataOf = (webhook: ReceivedWebhook): LifecycleData => webhook.data as LifecycleData;

function toTask(webhook: ReceivedWebhook): Task {
  const { record, effective_date, time_zone } = dataOf(webhook);
  return {
    employeeId: record.id,
    name: record.display_full_name ?? record.first_name ?? record.id,
    day: effective_date,
    timeZone: time_zone,
    ...EVENTS[webhook.type]!,
  };
}

/** The partner's list of tasks. */
export function renderTasks(tasks: readonly Task[]): string {
  const rows = tasks.map(
    (task) =>
      `<tr><td>${task.kind}</td><td>${escape(task.name)}</td><td>${escape(task.day ?? 'not known')}</td>
<td>${escape(task.timeZone)}</td><td>${task.state}</td></tr>`,
  );
  const table = `<div class="scroll" role="region" aria-label="Tasks" tabindex="0"><table>
<thead><tr><th scope="col">Task</th><th scope="col">Person</th><th scope="col">First or last day</th><th scope="col">Time zone</th><th scope="col">State</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div>`;
  return renderPage(
    'Tasks',
    `<p><a href="/">Integrations</a></p>
${rows.length ? table : '<p>Nothing to do. Tasks come with the webhooks of people who are to start or to leave.</p>'}`,
  );
}
