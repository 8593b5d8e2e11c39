import type { TSchema } from 'typebox';
import {
  DepartmentPayload,
  EndpointTestPayload,
  ErasurePayload,
  IssuePayload,
  LinkedPayload,
  LinkSessionPayload,
  ManagerPayload,
  MilestonePayload,
  PermissionLostPayload,
  ReasonPayload,
  RecordPayload,
  RecoveredPayload,
  SyncPayload,
} from './event-parts.ts';
import { MODELS, type EventModel, type EventType } from './events.ts';

interface EventDescription {
  /** When it is sent. */
  description: string;
  /** `data` of the body where it is told in full. */
  schema: TSchema;
}

const milestone = (description: string): EventDescription => ({ description, schema: MilestonePayload });
const erasure = (description: string): EventDescription => ({ description, schema: ErasurePayload });
const sync = (description: string): EventDescription => ({ description, schema: SyncPayload });
const issue = (description: string): EventDescription => ({ description, schema: IssuePayload });

type RecordEvent = `${EventModel}.${'created' | 'updated' | 'deleted'}`;

const OTHERS: Record<Exclude<EventType, RecordEvent>, EventDescription> = {
  'employee.onboarding_scheduled': milestone('A person is to start on the effective date.'),
  'employee.started': milestone('A person has started.'),
  'employee.offboarding_scheduled': milestone('A person is to leave on the effective date.'),
  'employee.offboarding_canceled': milestone('A person is not to leave after all.'),
  'employee.terminated': milestone('A person has left.'),
  'employee.rehired': milestone('A person who had left is back.'),
  'employee.manager_changed': {
    description: 'A person has another manager.',
    schema: ManagerPayload,
  },
  'employee.department_changed': {
    description: 'A person has another department.',
    schema: DepartmentPayload,
  },
  'linked_account.linked': { description: 'An employer finished linking.', schema: LinkedPayload },
  'linked_account.relink_needed': {
    description: 'The connection is broken, and a person must link again.',
    schema: ReasonPayload,
  },
  'linked_account.permission_lost': {
    description: 'The employer took a permission away; what it fed is no longer read.',
    schema: PermissionLostPayload,
  },
  'linked_account.recovered': {
    description: 'A permission is back, or records that had become old are read again.',
    schema: RecoveredPayload,
  },
  'linked_account.disconnected': {
    description: 'Nothing is read any more; what was read is still served.',
    schema: ReasonPayload,
  },
  'linked_account.deleted': erasure('The account was erased.'),
  'linked_account.records_erased': erasure(
    'The records of an account that was disconnected long ago were erased.',
  ),
  'link_session.failed': { description: 'An employer could not finish linking.', schema: LinkSessionPayload },
  'issue.opened': issue('There is something that a person must act on.'),
  'issue.reopened': issue('What a person must act on is back: the same was resolved before.'),
  'issue.resolved': issue('It is over.'),
  'sync.completed': sync('The roster was read and applied.'),
  'sync.failed': sync('The roster could not be read; once per cause while that lasts.'),
  'sync.held': sync('The roster was read but looks wrong: nothing was applied until a person decides.'),
  'sync.released': sync('Somebody let the held run through.'),
  'sync.discarded': sync('Somebody dropped the held run; the records stay as they are.'),
  'webhook_endpoint.test': { description: 'Somebody asked for it.', schema: EndpointTestPayload },
};

const HAPPENED = {
  created: 'appeared.',
  updated: 'changed: `changes` says what.',
  deleted: 'vanished at the source.',
};

const RECORDS = MODELS.flatMap((model) =>
  (['created', 'updated', 'deleted'] as const).map((event) => [
    `${model}.${event}` as const,
    {
      description: `A record of the model ${model} ${HAPPENED[event]}`,
      schema: RecordPayload(model),
    },
  ]),
);

/** Every event type: when it is sent, and what it tells. */
export const EVENT_PAYLOADS = { ...Object.fromEntries(RECORDS), ...OTHERS } as Record<
  EventType,
  EventDescription
>;
