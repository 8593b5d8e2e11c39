import { Type, type TProperties, type TSchema } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { ACCOUNT_TYPE_WORDS, Uuid } from '../../hris/model/index.ts';
import { notFound } from '../../lib/app-error.ts';
import { openCursors } from '../../lib/page.ts';
import { linkedAccountOf } from '../plugins/authentication.ts';
import { toTagged } from '../plugins/etag.ts';
import type { RouteApp } from '../route-app.ts';
import { OneOf, PageOf, periodQuery, problems } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { IdParams } from './id-param.ts';
import { retrieveParameters, standardParameters } from './record-resource.ts';

/** A model that no source of ours gives; its table in `sync-status` says DISABLED. */
interface EmptyModel {
  path: string;
  plural: string;
  singular: string;
  answer: TSchema;
  filters: TProperties;
  expand: string[];
  enumOrigins: string[];
  hasSensitiveFields: boolean;
}

const EMPTY_PAGE = JSON.stringify({ next: null, previous: null, results: [] });
const ofEmployee = { employee_id: Type.Optional(Uuid) };
const plain = { filters: {}, expand: [], enumOrigins: [], hasSensitiveFields: false };

const EMPTY_MODELS: readonly EmptyModel[] = [
  {
    ...plain,
    path: 'bank-info',
    plural: 'bank info',
    singular: 'bank info',
    answer: RECORD_ANSWERS.bank_info,
    filters: {
      ...ofEmployee,
      account_type: Type.Optional({
        ...OneOf(...ACCOUNT_TYPE_WORDS),
        description: 'Only accounts of this type.',
      }),
      bank_name: Type.Optional(Type.String({ description: 'Of this bank only.' })),
      order_by: Type.Optional(OneOf('remote_created_at', '-remote_created_at')),
    },
    expand: ['employee'],
    enumOrigins: ['account_type'],
  },
  {
    ...plain,
    path: 'benefits',
    plural: 'benefits',
    singular: 'a benefit',
    answer: RECORD_ANSWERS.benefit,
    filters: ofEmployee,
    expand: ['employee'],
  },
  {
    ...plain,
    path: 'dependents',
    plural: 'dependents',
    singular: 'a dependent',
    answer: RECORD_ANSWERS.dependent,
    filters: ofEmployee,
    hasSensitiveFields: true,
  },
  {
    ...plain,
    path: 'employer-benefits',
    plural: 'employer benefits',
    singular: 'an employer benefit',
    answer: RECORD_ANSWERS.employer_benefit,
  },
  {
    ...plain,
    path: 'timesheet-entries',
    plural: 'timesheet entries',
    singular: 'a timesheet entry',
    answer: RECORD_ANSWERS.timesheet_entry,
    filters: {
      ...periodQuery,
      ...ofEmployee,
      order_by: Type.Optional(OneOf('start_time', '-start_time')),
    },
    expand: ['employee'],
  },
];

/** Lists without rows, and ids that are nobody's: what is asked for is checked all the same. */
export function addEmptyModelRoutes(app: RouteApp, context: AppContext): void {
  for (const model of EMPTY_MODELS) {
    addList(app, context, model);
    addRetrieve(app, model);
  }
}

function addList(app: RouteApp, context: AppContext, model: EmptyModel): void {
  const { path, plural, answer, filters } = model;
  app.get(
    `/${path}`,
    {
      config: { access: 'linked_account' },
      schema: {
        summary: `List ${plural}`,
        description: 'Always empty: no integration gives them. The sync status of the model is DISABLED.',
        tags: [plural],
        operationId: `${path}_list`,
        querystring: Type.Object({ ...standardParameters, ...retrieveParameters(model), ...filters }),
        response: { 200: PageOf(answer), ...problems(400, 401) },
      },
    },
    async (request, reply) => {
      const { linkedAccountId } = linkedAccountOf(request);
      // No cursor was ever given out for this list, so that any is refused.
      openCursors(context.secrets.cursorKey, { linkedAccountId, list: path }).read(
        (request.query as { cursor?: string }).cursor,
      );
      void reply.header('Muster-Sync-Status', 'DISABLED');
      return toTagged(request, reply, { json: EMPTY_PAGE, version: 'empty' });
    },
  );
}

function addRetrieve(app: RouteApp, model: EmptyModel): void {
  const { path, plural, singular, answer } = model;
  app.get(
    `/${path}/:id`,
    {
      config: { access: 'linked_account' },
      schema: {
        summary: `Retrieve ${singular}`,
        description: 'Always 404: no integration gives them.',
        tags: [plural],
        operationId: `${path}_retrieve`,
        params: IdParams,
        querystring: Type.Object(retrieveParameters(model)),
        response: { 200: answer, ...problems(400, 401, 404) },
      },
    },
    () => {
      throw notFound(singular.replace(/^an? /, ''));
    },
  );
}
