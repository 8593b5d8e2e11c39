import type { AuditEventView } from './list-audit-events.ts';

const ROLES = {
  api_key: 'API',
  link_session: 'MEMBER',
  employer_page: 'MEMBER',
  command_line: 'ADMIN',
  system: 'SYSTEM',
} as const;

/** The same event in the contract's shape, where a user is who acts. */
export function toAuditLogEvent(event: AuditEventView) {
  return {
    id: event.id,
    user_name: event.actor.name,
    user_email: null,
    role: ROLES[event.actor.kind],
    ip_address: event.actor.ip_address,
    event_type: event.event_type,
    event_description: event.description,
    created_at: event.created_at,
  };
}
