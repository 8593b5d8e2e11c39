import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { AUDIT_EVENT_TYPES, listAuditEvents, toAuditLogEvent } from '../../audit/index.ts';
import { Uuid } from '../../hris/model/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AuditEvent, AuditLogEvent } from '../schemas/administration.ts';
import { Component, Instant, List, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';

const config = { access: 'organization' as const, role: 'administer' as const };
const tags = ['audit trail'];
const description =
  'Keys, scopes, settings, what was released, erased, disconnected or replayed, and whose sensitive fields were read.';

const filters = {
  ...pageQuery,
  event_type: Type.Optional(
    List(
      Type.String({
        maxLength: 100,
        description: `For example ${AUDIT_EVENT_TYPES.slice(0, 2).join(', ')}.`,
      }),
    ),
  ),
  start_date: Type.Optional(Instant),
  end_date: Type.Optional(Instant),
};

interface FilterQuery {
  event_type?: string[];
  start_date?: string;
  end_date?: string;
}

/** `GET /audit-trail` in the contract's shape. */
export function addAuditLogRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/audit-trail',
    {
      config,
      schema: {
        summary: 'List what was done and read, newest first',
        description: `${description} \`/api/v1/audit-trail\` tells more of each event.`,
        tags,
        operationId: 'audit-trail_list',
        querystring: Type.Object({
          ...filters,
          user_email: Type.Optional(
            Type.String({ maxLength: 320, description: 'Finds nothing: keys act, not people.' }),
          ),
        }),
        response: { 200: PageOf(Component(AuditLogEvent)), ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { user_email: userEmail } = request.query;
      const page = await listAuditEvents(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          organizationId: organizationOf(request).organizationId,
          filters: { ...toFilters(request.query), ...(userEmail !== undefined && { userEmail }) },
          ...toPageRequest(request.query),
        },
      );
      return { ...page, results: page.results.map(toAuditLogEvent) };
    },
  );
}

/** The same with the account, the actor and the records. */
export function addAuditTrailRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/audit-trail',
    {
      config,
      schema: {
        summary: 'List audit events, newest first',
        description,
        tags,
        operationId: 'native_audit-trail_list',
        querystring: Type.Object({
          ...filters,
          linked_account_id: Type.Optional(Uuid),
          api_key_id: Type.Optional(Uuid),
        }),
        response: { 200: PageOf(Component(AuditEvent)), ...problems(400, 401, 403) },
      },
    },
    (request) => {
      const { linked_account_id: linkedAccountId, api_key_id: apiKeyId } = request.query;
      return listAuditEvents(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          organizationId: organizationOf(request).organizationId,
          filters: {
            ...toFilters(request.query),
            ...(linkedAccountId !== undefined && { linkedAccountId }),
            ...(apiKeyId !== undefined && { apiKeyId }),
          },
          ...toPageRequest(request.query),
        },
      );
    },
  );
}

function toFilters({ event_type: eventTypes, start_date: startDate, end_date: endDate }: FilterQuery) {
  return {
    ...(eventTypes && { eventTypes }),
    ...(startDate !== undefined && { startDate }),
    ...(endDate !== undefined && { endDate }),
  };
}
