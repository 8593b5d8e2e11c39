import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Nullable } from '../../hris/model/index.ts';
import { listReceivers, setReceiver } from '../../webhooks/index.ts';
import { actorOf, linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { WebhookReceiver } from '../schemas/operations.ts';
import { Component, problems } from '../schemas/parts.ts';

const tags = ['webhooks'];
const description =
  'A receiver says for one linked account whether an event goes to a webhook endpoint of the organization: `key` is the ' +
  "endpoint's id, or null for all of them, and never a secret. What was said for the account counts before the endpoint's filter.";

export function addWebhookReceiverRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/webhook-receivers',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: "List the linked account's webhook receivers",
        description,
        tags,
        operationId: 'webhook-receivers_list',
        response: { 200: Type.Array(Component(WebhookReceiver)), ...problems(401) },
      },
    },
    (request) => listReceivers(context, linkedAccountOf(request)),
  );
  app.post(
    '/webhook-receivers',
    {
      config: { access: 'linked_account', role: 'operate' },
      schema: {
        summary: "Switch an event of the linked account's on or off",
        description: `${description} Safe to repeat.`,
        tags,
        operationId: 'webhook-receivers_create',
        body: Type.Object({
          event: Type.String({
            maxLength: 100,
            description: '`employee.created`, `employee.*`, `*`; `Employee.added` is understood as well.',
          }),
          is_active: Type.Boolean(),
          key: Type.Optional(Nullable(Type.String({ maxLength: 100 }))),
        }),
        response: { 201: Component(WebhookReceiver), ...problems(400, 401) },
      },
    },
    async (request, reply) => {
      const { event, is_active: isActive, key = null } = request.body;
      const set = await setReceiver(context, linkedAccountOf(request), {
        event,
        isActive,
        key,
        actor: actorOf(request),
      });
      void reply.status(201);
      return set;
    },
  );
}
