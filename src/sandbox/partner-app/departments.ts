import type { RecordEvent } from './own-events.ts';
import type { ReceivedWebhook } from './webhook-inbox.ts';

export interface Department {
  id: string;
  name: string;
}

/** The departments that the events `ownEvents` come to, by name. */
export function toDepartments(events: readonly ReceivedWebhook[]): Department[] {
  const departments = new Map<string, Department>();
  for (const { type, data } of events.filter(({ type }) => type.startsWith('group.'))) {
    const { id, name, type: kind } = (data as RecordEvent).record;
    if (type === 'group.deleted' || kind !== 'DEPARTMENT') departments.delete(id);
    else departments.set(id, { id, name: typeof name === 'string' ? name : id });
  }
  return [...departments.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
