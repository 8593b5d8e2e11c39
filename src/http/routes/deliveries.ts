import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import { openCursors } from '../../lib/page.ts';
import { getEndpoint, listDeliveries, redeliver, testEndpoint } from '../../webhooks/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { DeliveryState, WebhookDelivery } from '../schemas/operations.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const base = { config: { access: 'organization' as const } };
const operating = { config: { access: 'organization' as const, role: 'operate' as const } };
const tags = ['webhooks'];

export function addDeliveryRoutes(app: RouteApp, context: AppContext): void {
  addDeliveryList(app, context);
  app.post(
    '/webhook-endpoints/:id/test',
    {
      ...operating,
      schema: {
        summary: 'Send a test event to a webhook endpoint',
        tags,
        operationId: 'webhook-endpoints_test',
        params: IdParams,
        response: {
          202: Type.Object({ event_id: Uuid, delivery_id: Uuid }, { additionalProperties: false }),
          ...problems(401, 404, 409),
        },
      },
    },
    async (request, reply) => {
      const id = uuidParam(request, 'webhook endpoint');
      void reply.status(202);
      return testEndpoint(context, organizationOf(request).organizationId, id);
    },
  );
  app.post(
    '/deliveries/:id/redeliver',
    {
      ...operating,
      schema: {
        summary: 'Send a delivery again',
        tags,
        operationId: 'deliveries_redeliver',
        params: IdParams,
        response: { 202: Component(WebhookDelivery), ...problems(401, 404, 409) },
      },
    },
    async (request, reply) => {
      const id = uuidParam(request, 'delivery');
      void reply.status(202);
      return redeliver(context, organizationOf(request).organizationId, id, actorOf(request));
    },
  );
}

function addDeliveryList(app: RouteApp, context: AppContext): void {
  app.get(
    '/webhook-endpoints/:id/deliveries',
    {
      ...base,
      schema: {
        summary: "List a webhook endpoint's deliveries, newest first",
        tags,
        operationId: 'webhook-endpoints_deliveries',
        params: IdParams,
        querystring: Type.Object({ ...pageQuery, state: Type.Optional(DeliveryState) }),
        response: { 200: PageOf(Component(WebhookDelivery)), ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const { organizationId } = organizationOf(request);
      const endpointId = uuidParam(request, 'webhook endpoint');
      await getEndpoint(context, organizationId, endpointId);
      const { state } = request.query;
      const filter = { endpointId, ...(state !== undefined && { state }) };
      const cursors = openCursors(context.secrets.cursorKey, {
        organizationId,
        list: 'deliveries',
        ...filter,
      });
      const { cursor, pageSize } = toPageRequest(request.query);
      const from = cursors.read(cursor);
      const page = await listDeliveries(context, organizationId, {
        ...filter,
        ...(from && { after: { createdAt: from.value, id: from.id } }),
        limit: pageSize,
      });
      const next =
        page.next && cursors.write({ direction: 'next', value: page.next.createdAt, id: page.next.id });
      return { next, previous: null, results: page.deliveries };
    },
  );
}
