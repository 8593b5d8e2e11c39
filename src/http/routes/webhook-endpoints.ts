import { Type, type Static } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  updateEndpoint,
} from '../../webhooks/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Component, PageOf, problems } from '../schemas/parts.ts';
import {
  CreateWebhookEndpoint,
  NewWebhookEndpoint,
  UpdateWebhookEndpoint,
  WebhookEndpoint,
} from '../schemas/webhook-endpoints.ts';
import { IdParams, uuidParam } from './id-param.ts';

const base = { config: { access: 'organization' as const } };
const operating = { config: { access: 'organization' as const, role: 'operate' as const } };
const tags = ['webhooks'];

export function addWebhookEndpointRoutes(app: RouteApp, context: AppContext): void {
  addReading(app, context);
  addCreation(app, context);
  addChange(app, context);
  addDeletion(app, context);
}

function addReading(app: RouteApp, context: AppContext): void {
  const list = { summary: 'List webhook endpoints', tags, operationId: 'webhook-endpoints_list' };
  app.get(
    '/webhook-endpoints',
    { ...base, schema: { ...list, response: { 200: PageOf(Component(WebhookEndpoint)), ...problems(401) } } },
    async (request) => {
      const results = await listEndpoints(context, organizationOf(request).organizationId);
      return { next: null, previous: null, results };
    },
  );
  const retrieve = {
    summary: 'Retrieve a webhook endpoint',
    tags,
    operationId: 'webhook-endpoints_retrieve',
  };
  app.get(
    '/webhook-endpoints/:id',
    {
      ...base,
      schema: {
        ...retrieve,
        params: IdParams,
        response: { 200: Component(WebhookEndpoint), ...problems(401, 404) },
      },
    },
    (request) =>
      getEndpoint(context, organizationOf(request).organizationId, uuidParam(request, 'webhook endpoint')),
  );
}

function addCreation(app: RouteApp, context: AppContext): void {
  app.post(
    '/webhook-endpoints',
    {
      ...operating,
      schema: {
        summary: 'Create a webhook endpoint',
        description: 'The secret is shown in this answer only.',
        tags,
        operationId: 'webhook-endpoints_create',
        body: CreateWebhookEndpoint,
        response: { 201: Component(NewWebhookEndpoint), ...problems(400, 401, 409) },
      },
    },
    async (request, reply) => {
      const { organizationId } = organizationOf(request);
      const { url, format } = request.body;
      void reply.status(201);
      return createEndpoint(
        context,
        organizationId,
        { url, ...(format && { format }), ...toEndpointInput(request.body) },
        actorOf(request),
      );
    },
  );
}

function addChange(app: RouteApp, context: AppContext): void {
  app.patch(
    '/webhook-endpoints/:id',
    {
      ...operating,
      schema: {
        summary: 'Change, enable or disable a webhook endpoint',
        tags,
        operationId: 'webhook-endpoints_update',
        params: IdParams,
        body: UpdateWebhookEndpoint,
        response: { 200: Component(WebhookEndpoint), ...problems(400, 401, 404) },
      },
    },
    (request) => {
      const { url, status } = request.body;
      return updateEndpoint(
        context,
        organizationOf(request).organizationId,
        uuidParam(request, 'webhook endpoint'),
        { ...(url !== undefined && { url }), ...(status && { status }), ...toEndpointInput(request.body) },
        actorOf(request),
      );
    },
  );
}

function addDeletion(app: RouteApp, context: AppContext): void {
  app.delete(
    '/webhook-endpoints/:id',
    {
      ...operating,
      schema: {
        summary: 'Delete a webhook endpoint and its deliveries',
        tags,
        operationId: 'webhook-endpoints_delete',
        params: IdParams,
        response: { 204: Type.Null({ description: 'It is gone.' }), ...problems(401, 404) },
      },
    },
    async (request, reply) => {
      const id = uuidParam(request, 'webhook endpoint');
      await deleteEndpoint(context, organizationOf(request).organizationId, id, actorOf(request));
      return reply.status(204).send(null);
    },
  );
}

type EndpointBody = Omit<Static<typeof UpdateWebhookEndpoint>, 'url' | 'status'>;

/** What a creation and a change have in common; what is left out stays out. */
function toEndpointInput(body: EndpointBody) {
  const { description, payload, event_filter, linked_account_ids, custom_headers } = body;
  return {
    ...(description !== undefined && { description }),
    ...(payload && { payload }),
    ...(event_filter && { eventFilter: event_filter }),
    ...(linked_account_ids !== undefined && { linkedAccountIds: linked_account_ids }),
    ...(custom_headers && { customHeaders: custom_headers }),
  };
}
