import { stepClocks } from '../../src/sync/index.ts';
import type { LinkedRoster } from './linked-roster.ts';
import type { ReceivedEvent } from './webhook-receiver.ts';

const LIFECYCLE =
  /^employee\.(.*_scheduled|.*_canceled|started|terminated|rehired|manager_changed|department_changed)$/;

interface LifecycleData {
  record: { first_name: string; employment_status: string | null };
  effective_date: string | null;
  previous_effective_date: string | null;
}

/** What a partner is told of people's comings and goings: each as `event day person[ was day]`. */
export function lifecycleTold(events: readonly ReceivedEvent[]): string[] {
  return events
    .filter(({ type }) => LIFECYCLE.test(type))
    .map(({ type, data }) => {
      const { record, effective_date, previous_effective_date } = data as unknown as LifecycleData;
      const was = previous_effective_date === null ? '' : ` was ${previous_effective_date}`;
      return `${type.replace('employee.', '')} ${effective_date ?? '-'} ${record.first_name}${was}`;
    });
}

/** The roster's clocks come to the instant; the source is not read. */
export async function comeTo(roster: LinkedRoster, instant: string): Promise<string[]> {
  roster.service.receiver.clear();
  roster.service.clock.set(instant);
  await stepClocks(roster.service.context);
  await roster.service.drain();
  return lifecycleTold(roster.service.receiver.events);
}

/** The source is read once. */
export async function readNow(roster: LinkedRoster): Promise<string[]> {
  await roster.sync();
  return lifecycleTold(roster.service.receiver.events);
}
