import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { eraseAccount, getErasureReceipt } from '../../erasure/index.ts';
import { actorOf, linkedAccountOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { ErasureReceipt as ReceiptSchema, toReceiptBody } from '../schemas/erasure.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const tags = ['erasure'];

/** The contract's own way: by the account's token, and without an answer. */
export function addDeleteAccountRoute(app: RouteApp, context: AppContext): void {
  app.post(
    '/delete-account',
    {
      config: { access: 'linked_account', role: 'administer' },
      schema: {
        summary: 'Erase the linked account',
        description:
          'Everything that was read or sent of it is erased, our access is ended at the source. The token names nothing afterwards. ' +
          '`DELETE /api/v1/linked-accounts/{id}` does the same and answers with a receipt.',
        tags,
        operationId: 'delete-account_create',
        response: { 204: Type.Null({ description: 'It is gone.' }), ...problems(401) },
      },
    },
    async (request, reply) => {
      await eraseAccount(context, linkedAccountOf(request), actorOf(request));
      return reply.status(204).send(null);
    },
  );
}

/** `DELETE /linked-accounts/{id}` and the receipt that it leaves. */
export function addErasureRoutes(app: RouteApp, context: AppContext): void {
  app.delete(
    '/linked-accounts/:id',
    {
      config: { access: 'organization', role: 'administer' },
      schema: {
        summary: 'Erase a linked account',
        description:
          'It is gone for everybody at once: records, history, events that were not sent yet, secrets, mail. Of a large account a job ' +
          'erases the rest of the rows: `erased_at` tells when it is done. Safe to repeat: it answers the receipt again.',
        tags,
        operationId: 'native_linked-accounts_destroy',
        params: IdParams,
        response: { 200: Component(ReceiptSchema), ...problems(401, 404) },
      },
    },
    async (request) => {
      const scope = {
        organizationId: organizationOf(request).organizationId,
        linkedAccountId: uuidParam(request, 'linked account'),
      };
      return toReceiptBody(await eraseAccount(context, scope, actorOf(request)));
    },
  );
  app.get(
    '/erasure-receipts/:id',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'Retrieve the receipt of an erasure',
        tags,
        operationId: 'erasure-receipts_retrieve',
        params: IdParams,
        response: { 200: Component(ReceiptSchema), ...problems(401, 404) },
      },
    },
    async (request) => {
      const id = uuidParam(request, 'erasure receipt');
      return toReceiptBody(await getErasureReceipt(context, organizationOf(request).organizationId, id));
    },
  );
}
