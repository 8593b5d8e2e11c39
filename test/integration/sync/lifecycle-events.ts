import type { StoredEvent, SyncWorld } from './sync-world.ts';

const LIFECYCLE = /^employee\.(.*_scheduled|.*_canceled|started|terminated|rehired)$/;

/** The lifecycle events, each as `name day person[ was day]`. */
export function lifecycleOf(events: readonly StoredEvent[]): string[] {
  return events
    .filter(({ type }) => LIFECYCLE.test(type))
    .map(({ type, data }) => {
      const { effective_date, previous_effective_date } = data as unknown as Record<string, string | null>;
      const was = previous_effective_date === null ? '' : ` was ${previous_effective_date}`;
      const who = String(data.record['work_email']);
      return `${type.replace('employee.', '')} ${effective_date ?? '-'} ${who}${was}`;
    });
}

/** What is kept of the person's comings and goings. */
export async function toldDays(world: SyncWorld, workEmail: string) {
  const { id } = await world.employee(workEmail);
  return await world.deps.db
    .selectFrom('employee_lifecycles')
    .selectAll()
    .where('linked_account_id', '=', world.scope.linkedAccountId)
    .where('employee_id', '=', id)
    .executeTakeFirst();
}
