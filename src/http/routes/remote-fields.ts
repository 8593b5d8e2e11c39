import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { assertRole } from '../../auth/index.ts';
import { MODEL_NAMES } from '../../hris/scopes.ts';
import { listRemoteFields, listTargetFields } from '../../mappings/index.ts';
import { actorOf, linkedAccountOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import {
  ExternalTargetFieldApiResponse,
  ModelName,
  RemoteFieldApiResponse,
} from '../schemas/field-mappings.ts';
import { Component, List, problems } from '../schemas/parts.ts';

const tags = ['field mappings'];

/** What can be mapped, and to what. */
export function addRemoteFieldRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/remote-fields',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: 'List remote fields',
        description:
          'What the account’s source showed of each model, in a sample of the records that are stored. Example values are ' +
          'personal: they need a key with the role `sensitive`, and the audit trail tells of it.',
        tags,
        operationId: 'remote-fields_retrieve',
        querystring: Type.Object({
          common_models: Type.Optional(List(ModelName)),
          include_example_values: Type.Optional(
            Type.Boolean({ description: 'Adds some short values of each field.' }),
          ),
        }),
        response: { 200: Component(RemoteFieldApiResponse), ...problems(400, 401, 403) },
      },
    },
    (request) => {
      const { common_models: models = MODEL_NAMES, include_example_values: areExamplesIncluded = false } =
        request.query;
      if (areExamplesIncluded) assertRole(organizationOf(request), 'sensitive');
      const examplesFor = areExamplesIncluded ? actorOf(request) : null;
      return listRemoteFields(context, linkedAccountOf(request), { models, examplesFor });
    },
  );
  app.get(
    '/target-fields',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: 'List target fields',
        description: 'The names that the organization and the linked account have given, by model.',
        tags,
        operationId: 'target-fields_retrieve',
        response: { 200: Component(ExternalTargetFieldApiResponse), ...problems(401) },
      },
    },
    (request) => listTargetFields(context, linkedAccountOf(request)),
  );
}
