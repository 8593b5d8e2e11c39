import type { CompanyChange } from '../company/company-changes.ts';
import type { PublicIds } from '../partner-api/public-ids.ts';

export const PARTNER_EVENT_TYPES = [
  'member.profile.created',
  'member.profile.updated',
  'member.employment_state.termination_scheduled',
  'member.employment_state.termination_canceled',
  'department.created',
  'department.updated',
  'department.deleted',
] as const;
export type PartnerEventType = (typeof PARTNER_EVENT_TYPES)[number];

export type EventSubject = { member: { id: string } } | { department: { id: string; name: string } };

export interface PartnerEvent {
  id: string;
  type: PartnerEventType;
  createdAt: string;
  companyId: string;
  data: EventSubject;
}

const TYPE_OF: Record<CompanyChange['kind'], PartnerEventType | undefined> = {
  hired: 'member.profile.created',
  edited: 'member.profile.updated',
  termination_scheduled: 'member.employment_state.termination_scheduled',
  termination_canceled: 'member.employment_state.termination_canceled',
  // No event is known for people who are removed.
  removed: undefined,
  department_added: 'department.created',
  department_renamed: 'department.updated',
  department_removed: 'department.deleted',
};

export function eventTypeOf(change: CompanyChange): PartnerEventType | undefined {
  return TYPE_OF[change.kind];
}

export function subjectOf(change: CompanyChange, ids: PublicIds): EventSubject {
  if ('member' in change) return { member: { id: ids.swap(change.member.id) } };
  return { department: { id: ids.swap(change.department.id), name: change.department.name } };
}

export function isPartnerEventType(type: unknown): type is PartnerEventType {
  return (PARTNER_EVENT_TYPES as readonly unknown[]).includes(type);
}

export function newEvent(
  id: string,
  type: PartnerEventType,
  companyId: string,
  data: EventSubject,
  now: Date,
): PartnerEvent {
  return { id, type, companyId, data, createdAt: now.toISOString() };
}
