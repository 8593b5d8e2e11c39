import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import {
  getDelivery,
  getEndpoint,
  listDeliveries,
  redeliver,
  type DeliveryFilters,
} from '../../webhooks/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { DeliveryState, WebhookDelivery, WebhookDeliveryDetails } from '../schemas/deliveries.ts';
import { Component, Instant, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const base = { config: { access: 'organization' as const } };
const operating = { config: { access: 'organization' as const, role: 'operate' as const } };
const tags = ['webhooks'];

const filters = {
  ...pageQuery,
  state: Type.Optional(DeliveryState),
  event_type: Type.Optional(Type.String({ maxLength: 100, description: 'For example `employee.updated`.' })),
  event_id: Type.Optional({ ...Uuid, description: 'What the receiver knows as `webhook-id`.' }),
  linked_account_id: Type.Optional(Uuid),
  created_after: Type.Optional(Instant),
  created_before: Type.Optional(Instant),
};

export function addDeliveryRoutes(app: RouteApp, context: AppContext): void {
  addLists(app, context);
  app.get(
    '/deliveries/:id',
    {
      ...base,
      schema: {
        summary: 'Retrieve a delivery with what its receiver said',
        tags,
        operationId: 'deliveries_retrieve',
        params: IdParams,
        response: { 200: Component(WebhookDeliveryDetails), ...problems(401, 404) },
      },
    },
    (request) => getDelivery(context, organizationOf(request).organizationId, uuidParam(request, 'delivery')),
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

type Query = Omit<DeliveryFilters, 'endpoint_id'> & { cursor?: string; page_size?: number };

function addLists(app: RouteApp, context: AppContext): void {
  const list = (organizationId: string, query: Query, endpointId?: string) =>
    listDeliveries(
      { db: context.db, cursorKey: context.secrets.cursorKey },
      {
        organizationId,
        filters: { ...query, ...(endpointId !== undefined && { endpoint_id: endpointId }) },
        ...toPageRequest(query),
      },
    );
  app.get(
    '/deliveries',
    {
      ...base,
      schema: {
        summary: 'List deliveries to all webhook endpoints, newest first',
        tags,
        operationId: 'deliveries_list',
        querystring: Type.Object({ ...filters, endpoint_id: Type.Optional(Uuid) }),
        response: { 200: PageOf(Component(WebhookDelivery)), ...problems(400, 401) },
      },
    },
    (request) => list(organizationOf(request).organizationId, request.query, request.query.endpoint_id),
  );
  app.get(
    '/webhook-endpoints/:id/deliveries',
    {
      ...base,
      schema: {
        summary: "List a webhook endpoint's deliveries, newest first",
        tags,
        operationId: 'webhook-endpoints_deliveries',
        params: IdParams,
        querystring: Type.Object(filters),
        response: { 200: PageOf(Component(WebhookDelivery)), ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const { organizationId } = organizationOf(request);
      const endpointId = uuidParam(request, 'webhook endpoint');
      await getEndpoint(context, organizationId, endpointId);
      return await list(organizationId, request.query, endpointId);
    },
  );
}
