import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Nullable, Uuid } from '../../hris/model/index.ts';
import { disconnectAccount } from '../../linking/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AccountStatus } from '../schemas/accounts.ts';
import { problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const Disconnected = Type.Object(
  { id: Uuid, status: AccountStatus, status_detail: Nullable(Type.String()) },
  { additionalProperties: false },
);

export function addDisconnectRoute(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-accounts/:id/disconnect',
    {
      config: { access: 'organization', role: 'operate' },
      schema: {
        summary: 'Disconnect a linked account',
        description:
          'Nothing is read any more: our access is forgotten, a consent is ended at the source. What was read stays. ' +
          'A new link token links the same account again. Safe to repeat.',
        tags: ['linked accounts'],
        operationId: 'native_linked-accounts_disconnect',
        params: IdParams,
        response: { 200: Disconnected, ...problems(401, 404) },
      },
    },
    async (request) => {
      const scope = {
        organizationId: organizationOf(request).organizationId,
        linkedAccountId: uuidParam(request, 'linked account'),
      };
      const { id, status, statusDetail } = await disconnectAccount(context, scope, actorOf(request));
      return { id, status, status_detail: statusDetail };
    },
  );
}
