import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Nullable, Uuid } from '../../hris/model/index.ts';
import { replaceServiceAccount } from '../../linking/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const DEFAULT_EXPIRY_MINUTES = 1440;

const Wish = Type.Union([
  Type.Object({
    link_expiry_mins: Type.Optional(
      Nullable(Type.Integer({ description: 'Life of the magic link, 30 to 10080; a day unless given.' })),
    ),
  }),
  Type.Null(),
]);

const Replacement = Type.Object(
  {
    linked_account_id: Uuid,
    service_email: Type.String({ description: 'The address to invite now.' }),
    replaced_service_email: Type.String({
      description: 'Its user stays in use until the new one is verified. Have it removed at the source then.',
    }),
    link_token: Type.String(),
    magic_link_url: Type.String({ description: 'Where an administrator of the employer does it.' }),
  },
  { additionalProperties: false },
);

export function addReplaceServiceAccountRoute(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-accounts/:id/replace-service-account',
    {
      config: { access: 'organization', role: 'operate' },
      schema: {
        summary: 'Issue another service account for a linked account',
        description:
          'For an account that is linked by a service account. Reading goes on with the former log-in until the new one is ' +
          'verified; then the former is forgotten. Safe to repeat: a replacement that is under way goes on.',
        tags: ['linking'],
        operationId: 'native_linked-accounts_replace-service-account',
        params: IdParams,
        body: Wish,
        response: { 200: Replacement, ...problems(400, 401, 404, 409) },
      },
    },
    async (request) => {
      const { organizationId, environment } = organizationOf(request);
      const linkedAccountId = uuidParam(request, 'linked account');
      const started = await replaceServiceAccount(context, {
        organizationId,
        linkedAccountId,
        environment,
        linkExpiryMinutes: request.body?.link_expiry_mins ?? DEFAULT_EXPIRY_MINUTES,
        actor: actorOf(request),
      });
      return {
        linked_account_id: linkedAccountId,
        service_email: started.serviceEmail,
        replaced_service_email: started.replacedServiceEmail,
        link_token: started.linkToken,
        magic_link_url: started.magicLinkUrl,
      };
    },
  );
}
