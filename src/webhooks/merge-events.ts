import { MODELS, type EventType } from './events.ts';

/** What `<model>.<verb>` is called there. */
const VERBS = { created: 'added', updated: 'changed', deleted: 'removed' } as const;

/** `employee_payroll_run` -> `EmployeePayrollRun`; records are `hris.<this>` where models are named with their category. */
export const toModelName = (model: string): string =>
  model.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Our event -> what it is called in the format `merge`. What is not named here is not sent in that format. */
const MERGE_EVENTS: ReadonlyMap<EventType, string> = new Map<EventType, string>([
  ...MODELS.flatMap((model) =>
    (['created', 'updated', 'deleted'] as const).map(
      (verb) => [`${model}.${verb}`, `${toModelName(model)}.${VERBS[verb]}`] as const,
    ),
  ),
  ['linked_account.linked', 'LinkedAccount.linked'],
  ['linked_account.deleted', 'LinkedAccount.deleted'],
  ['sync.completed', 'LinkedAccount.sync_completed'],
  ['issue.opened', 'Issue.new'],
  ['issue.reopened', 'Issue.reopened'],
  ['issue.resolved', 'Issue.resolved'],
]);

const NATIVE_EVENTS = new Map([...MERGE_EVENTS].map(([native, merge]) => [merge, native]));

/** Undefined: the format has no such event. */
export function findMergeEvent(type: string): string | undefined {
  return MERGE_EVENTS.get(type as EventType);
}

/** `TimeOff.added` -> `time_off.created`: callers may name events as the format does; other words are left as they are. */
export function toNativeEvent(event: string): string {
  return NATIVE_EVENTS.get(event) ?? event;
}
