import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Nullable } from '../../hris/model/index.ts';
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  updateEndpoint,
} from '../../webhooks/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { NewWebhookEndpoint, WebhookEndpoint } from '../schemas/operations.ts';
import { Component, OneOf, PageOf, problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const Url = Type.String({ maxLength: 2000 });
const Description = Nullable(Type.String({ maxLength: 500 }));
const EventFilter = Type.Array(Type.String(), { maxItems: 100 });
const base = { config: { access: 'organization' as const } };
const operating = { config: { access: 'organization' as const, role: 'operate' as const } };
const tags = ['webhooks'];

export function addWebhookEndpointRoutes(app: RouteApp, context: AppContext): void {
  addReading(app, context);
  addWriting(app, context);
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

function addWriting(app: RouteApp, context: AppContext): void {
  app.post(
    '/webhook-endpoints',
    {
      ...operating,
      schema: {
        summary: 'Create a webhook endpoint',
        description: 'The secret is shown in this answer only.',
        tags,
        operationId: 'webhook-endpoints_create',
        body: Type.Object({
          url: Url,
          description: Type.Optional(Description),
          event_filter: Type.Optional(EventFilter),
        }),
        response: { 201: Component(NewWebhookEndpoint), ...problems(400, 401, 409) },
      },
    },
    async (request, reply) => {
      const { organizationId } = organizationOf(request);
      void reply.status(201);
      return createEndpoint(
        context,
        organizationId,
        toEndpointInput(request.body) as { url: string },
        actorOf(request),
      );
    },
  );
  app.patch(
    '/webhook-endpoints/:id',
    {
      ...operating,
      schema: {
        summary: 'Change, enable or disable a webhook endpoint',
        tags,
        operationId: 'webhook-endpoints_update',
        params: IdParams,
        body: Type.Object({
          url: Type.Optional(Url),
          description: Type.Optional(Description),
          event_filter: Type.Optional(EventFilter),
          status: Type.Optional(OneOf('enabled', 'disabled')),
        }),
        response: { 200: Component(WebhookEndpoint), ...problems(400, 401, 404) },
      },
    },
    (request) => {
      const { organizationId } = organizationOf(request);
      return updateEndpoint(
        context,
        organizationId,
        uuidParam(request, 'webhook endpoint'),
        toEndpointInput(request.body),
        actorOf(request),
      );
    },
  );
  addEnabling(app, context);
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

function addEnabling(app: RouteApp, context: AppContext): void {
  app.post(
    '/webhook-endpoints/:id/enable',
    {
      ...operating,
      schema: {
        summary: 'Enable a webhook endpoint',
        description:
          'Clears why it was disabled and sends what had stayed pending; what happened in between is not sent. Safe to repeat.',
        tags,
        operationId: 'webhook-endpoints_enable',
        params: IdParams,
        response: { 200: Component(WebhookEndpoint), ...problems(401, 404) },
      },
    },
    (request) =>
      updateEndpoint(
        context,
        organizationOf(request).organizationId,
        uuidParam(request, 'webhook endpoint'),
        { status: 'enabled' },
        actorOf(request),
      ),
  );
}

interface EndpointBody {
  url?: string;
  description?: string | null;
  event_filter?: string[];
  status?: 'enabled' | 'disabled';
}

function toEndpointInput({ event_filter: eventFilter, ...rest }: EndpointBody) {
  return { ...rest, ...(eventFilter !== undefined && { eventFilter }) };
}
