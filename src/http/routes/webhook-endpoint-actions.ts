import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import { listEventTypes, rotateSecret, testEndpoint, updateEndpoint } from '../../webhooks/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Component, PageOf, problems } from '../schemas/parts.ts';
import {
  TestWebhookEndpoint,
  WebhookEndpoint,
  WebhookEventType,
  WebhookSecret,
} from '../schemas/webhook-endpoints.ts';
import { IdParams, uuidParam } from './id-param.ts';

const operating = { config: { access: 'organization' as const, role: 'operate' as const } };
const tags = ['webhooks'];

/** What is done with an endpoint, and what it may be sent. */
export function addWebhookEndpointActionRoutes(app: RouteApp, context: AppContext): void {
  addEnabling(app, context);
  addRotation(app, context);
  addTest(app, context);
  addEventTypes(app);
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

function addRotation(app: RouteApp, context: AppContext): void {
  app.post(
    '/webhook-endpoints/:id/rotate-secret',
    {
      ...operating,
      schema: {
        summary: 'Give a webhook endpoint a new secret',
        description:
          'Shown in this answer only. For 24 hours every request carries the signatures of the former secrets too; at most ten of them at once.',
        tags,
        operationId: 'webhook-endpoints_rotate-secret',
        params: IdParams,
        response: { 200: Component(WebhookSecret), ...problems(401, 404, 409) },
      },
    },
    (request) =>
      rotateSecret(
        context,
        organizationOf(request).organizationId,
        uuidParam(request, 'webhook endpoint'),
        actorOf(request),
      ),
  );
}

function addTest(app: RouteApp, context: AppContext): void {
  app.post(
    '/webhook-endpoints/:id/test',
    {
      ...operating,
      // Callers that want the ordinary test send no body.
      preValidation: (request, _reply, done) => {
        if (request.body === undefined) request.body = {};
        done();
      },
      schema: {
        summary: 'Send an example of an event to a webhook endpoint',
        description:
          'Made-up values, marked by `is_test`; signed and delivered as the real one is, past the filters of the endpoint.',
        tags,
        operationId: 'webhook-endpoints_test',
        params: IdParams,
        body: TestWebhookEndpoint,
        response: {
          202: Type.Object({ event_id: Uuid, delivery_id: Uuid }, { additionalProperties: false }),
          ...problems(400, 401, 404, 409),
        },
      },
    },
    async (request, reply) => {
      const id = uuidParam(request, 'webhook endpoint');
      void reply.status(202);
      return testEndpoint(context, organizationOf(request).organizationId, id, request.body.type);
    },
  );
}

function addEventTypes(app: RouteApp): void {
  app.get(
    '/webhook-events',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List the types of events, each with an example',
        tags,
        operationId: 'webhook-events_list',
        response: { 200: PageOf(Component(WebhookEventType)), ...problems(401) },
      },
    },
    () => ({ next: null, previous: null, results: listEventTypes() }),
  );
}
