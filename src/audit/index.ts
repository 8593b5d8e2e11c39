export {
  appendAuditEvent,
  COMMAND_LINE,
  linkOf,
  SYSTEM,
  type AuditActor,
  type NewAuditEvent,
} from './audit-trail.ts';
export { AUDIT_EVENT_TYPES, type AuditEventType } from './event-types.ts';
export { BackgroundAudit } from './background-audit.ts';
export { listAuditEvents, type AuditEventView, type AuditFilters } from './list-audit-events.ts';
export { toAuditLogEvent } from './to-audit-log-event.ts';
