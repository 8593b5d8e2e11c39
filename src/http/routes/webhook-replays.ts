import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { getReplay, replay } from '../../webhooks/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { DateTime } from '../../hris/model/index.ts';
import { ReplayChoice, WebhookReplay } from '../schemas/deliveries.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const base = { config: { access: 'organization' as const } };
const operating = { config: { access: 'organization' as const, role: 'operate' as const } };
const tags = ['webhooks'];

const Wish = Type.Object({
  since: { ...DateTime, description: 'At most 14 days ago.' },
  until: Type.Optional({ ...DateTime, description: 'Not included; now unless given.' }),
  which: {
    ...ReplayChoice,
    description: '`failed`: what never succeeded, also what happened while the endpoint was disabled.',
  },
  event_types: Type.Optional(
    Type.Array(Type.String({ maxLength: 100 }), {
      minItems: 1,
      maxItems: 100,
      description: 'As in an event filter; all that the endpoint gets unless given.',
    }),
  ),
});

export function addWebhookReplayRoutes(app: RouteApp, context: AppContext): void {
  app.post(
    '/webhook-endpoints/:id/replay',
    {
      ...operating,
      schema: {
        summary: 'Send the events of a time to a webhook endpoint again',
        description:
          'With the same `webhook-id`s, in the order of the events. What is about to be sent is not doubled. A long time is ' +
          'worked off behind the answer: `state` and the counts of the replay tell how far it is.',
        tags,
        operationId: 'webhook-endpoints_replay',
        params: IdParams,
        body: Wish,
        response: { 202: Component(WebhookReplay), ...problems(400, 401, 404, 409) },
      },
    },
    async (request, reply) => {
      const { since, until, which, event_types: eventTypes } = request.body;
      const id = uuidParam(request, 'webhook endpoint');
      void reply.status(202);
      return replay(
        context,
        organizationOf(request).organizationId,
        id,
        {
          since: new Date(since),
          which,
          ...(until !== undefined && { until: new Date(until) }),
          ...(eventTypes && { eventTypes }),
        },
        actorOf(request),
      );
    },
  );
  app.get(
    '/webhook-replays/:id',
    {
      ...base,
      schema: {
        summary: 'Retrieve a replay',
        tags,
        operationId: 'webhook-replays_retrieve',
        params: IdParams,
        response: { 200: Component(WebhookReplay), ...problems(401, 404) },
      },
    },
    (request) => getReplay(context, organizationOf(request).organizationId, uuidParam(request, 'replay')),
  );
}
