import { Type, type Static } from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { AppContext } from '../../app-context.ts';
import type { ScopeWish } from '../../hris/scope-wishes.ts';
import { invalidInput } from '../../lib/app-error.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { startLinkSession, type StartLinkSessionInput } from '../../linking/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { LinkToken } from '../schemas/accounts.ts';
import { ModelActionsRequest, ModelScopeRequest, toActionWish, toScopeWish } from '../schemas/scopes.ts';
import { Component, OneOf, problems } from '../schemas/parts.ts';
import { Nullable } from '../../hris/model/index.ts';

const DEFAULT_EXPIRY_MINUTES = 30;
const CATEGORY = 'hris';

const METHOD_HINT =
  'How the admin connects; unless given, as the account does, or the first way that is switched on.';
const HANDOVER_HINT =
  'The `muster_handover` that an employer brought along who started at the source. Works once, within 10 minutes.';

const SCOPES_HINT =
  'What to read. What is left out is as the account has it, or as the default scopes say; the admin agrees to the whole of it.';

const LANGUAGE_HINT =
  'What the modal speaks until the person chooses another; unless given, the default of the organization.';

/** Of the contract; checked, so that nobody's mistake goes unseen. */
const withoutEffect = {
  are_syncs_disabled: Type.Optional(
    Nullable(Type.Boolean({ description: 'Without effect: pause the linked account instead.' })),
  ),
  integration_specific_config: Type.Optional(
    Nullable(Type.Record(Type.String(), Type.Unknown(), { description: 'Without effect.' })),
  ),
  linked_destination_id: Type.Optional(
    Nullable(Type.String({ maxLength: 255, description: 'Without effect.' })),
  ),
};

const EndUserDetailsRequest = Type.Object({
  end_user_origin_id: Type.String({ minLength: 1, maxLength: 255 }),
  end_user_organization_name: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 255 }))),
  end_user_email_address: Type.Optional(Nullable(Type.String({ format: 'email', maxLength: 320 }))),
  categories: Type.Optional(
    Type.Array(OneOf('hris', 'ats', 'accounting', 'ticketing', 'crm', 'mktg', 'filestorage')),
  ),
  integration: Type.Optional(Nullable(Type.String({ maxLength: 100 }))),
  link_expiry_mins: Type.Optional(
    Nullable(Type.Integer({ description: '30 to 720, for a magic link to 10080; 30 unless given.' })),
  ),
  hide_admin_magic_link: Type.Optional(
    Nullable(
      Type.Boolean({
        description: 'The person in the modal is not offered to send the link to an administrator.',
      }),
    ),
  ),
  should_create_magic_link_url: Type.Optional(Nullable(Type.Boolean())),
  connection_method: Type.Optional(
    Type.Unsafe<StartLinkSessionInput['connectionMethod']>({
      enum: ['service_account', 'credentials', 'oauth', null],
      description: METHOD_HINT,
    }),
  ),
  common_models: Type.Optional(
    Nullable(Type.Array(ModelActionsRequest, { maxItems: 100, description: SCOPES_HINT })),
  ),
  category_common_model_scopes: Type.Optional(
    Nullable(
      Type.Object({
        hris: Type.Optional(
          Nullable(Type.Array(ModelScopeRequest, { maxItems: 100, description: SCOPES_HINT })),
        ),
      }),
    ),
  ),
  handover: Type.Optional(Nullable(Type.String({ maxLength: 200, description: HANDOVER_HINT }))),
  language: Type.Optional(
    Type.Unsafe<Language | null>({ enum: [...LANGUAGES, null], description: LANGUAGE_HINT }),
  ),
  ...withoutEffect,
});

/** `POST <path>`: the contract has it at two addresses. */
export function addLinkTokenRoute(
  app: RouteApp,
  context: AppContext,
  path: string,
  operationId: string,
): void {
  app.post(
    path,
    {
      config: { access: 'organization', role: 'operate' },
      schema: {
        summary: 'Create a link token',
        tags: ['linking'],
        operationId,
        description: 'For an `end_user_origin_id` that is linked already it starts a relink. Safe to repeat.',
        body: EndUserDetailsRequest,
        response: { 200: Component(LinkToken), ...problems(400, 401, 409) },
      },
    },
    async (request) => {
      const started = await startLinkSession(context, toInput(request, request.body));
      return {
        link_token: started.linkToken,
        integration_name: started.integrationName,
        magic_link_url: started.magicLinkUrl,
      };
    },
  );
}

function toInput(request: FastifyRequest, body: Static<typeof EndUserDetailsRequest>): StartLinkSessionInput {
  if (body.categories && body.categories.length > 0 && !body.categories.includes(CATEGORY)) {
    throw invalidInput(
      'category_unsupported',
      'There are integrations of the category hris only.',
      '/categories',
    );
  }
  const { organizationId, environment } = organizationOf(request);
  return {
    organizationId,
    environment,
    endUserOriginId: body.end_user_origin_id,
    endUserOrganizationName: body.end_user_organization_name ?? null,
    endUserEmailAddress: body.end_user_email_address ?? null,
    integration: body.integration ?? null,
    linkExpiryMinutes: body.link_expiry_mins ?? DEFAULT_EXPIRY_MINUTES,
    shouldCreateMagicLinkUrl: body.should_create_magic_link_url ?? false,
    isAdminLinkHidden: body.hide_admin_magic_link ?? false,
    connectionMethod: body.connection_method ?? null,
    handover: body.handover ?? null,
    language: body.language ?? null,
    scopeWishes: toScopeWishes(body),
    actor: actorOf(request),
  };
}

function toScopeWishes(body: Static<typeof EndUserDetailsRequest>): ScopeWish[] {
  const models = body.common_models ?? [];
  const ofCategory = body.category_common_model_scopes?.hris ?? [];
  return [
    ...models.map((model, place) => toActionWish(model, `/common_models/${place}`)),
    ...ofCategory.map((model, place) => toScopeWish(model, `/category_common_model_scopes/hris/${place}`)),
  ];
}
