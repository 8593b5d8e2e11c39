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
}

const EVENTS: Record<string, Pick<Task, 'kind' | 'state'>> = {
  'employee.onboarding_scheduled': { kind: 'Onboarding', state: 'to come' },
  'employee.started': { kind: 'Onboarding', state: 'due' },
  'employee.rehired': { kind: 'Onboarding', state: 'due' },
  'employee.offboarding_scheduled': { kind: 'Offboarding', state: 'to come' },
  'employee.offboarding_canceled': { kind: 'Offboarding', state: 'canceled' },
  'employee.terminated': { kind: 'Offboarding', state: 'due' },
};

/** The tasks that the events `ownEvents` come to: one of a kind for a person, as the youngest event of that kind says. */
export function toTasks(events: readonly ReceivedWebhook[]): Task[] {
  const tasks = new Map<string, Task>();
  for (const webhook of events.filter(({ type }) => type in EVENTS)) {
    const task = toTask(webhook);
    tasks.set(`${task.employeeId} ${task.kind}`, task);
  }
  return [...tasks.values()].toSorted((a, b) => (a.day ?? '').localeCompare(b.day ?? ''));
}

function toTask({ type, data }: ReceivedWebhook): Task {
  const { record, effective_date, time_zone } = data as LifecycleData;
  return {
    employeeId: record.id,
    name: record.display_full_name ?? record.first_name ?? record.id,
    day: effective_date,
    timeZone: time_zone,
    ...EVENTS[type]!,
  };
}
