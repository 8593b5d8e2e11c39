import { Type, type Static, type TObject, type TProperties } from 'typebox';
import { getLinkedAccount } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Component, problems } from '../schemas/parts.ts';
import {
  EmployeeRequest,
  EmployeeResponse,
  MetaResponse,
  TimeOffRequest,
  TimeOffResponse,
  TimesheetEntryRequest,
  TimesheetEntryResponse,
} from '../schemas/writes.ts';

interface WritableModel {
  path: string;
  tag: string;
  singular: string;
  request: TObject;
  response: TObject<{ model: TObject }>;
}

/** The models that the contract can write. No integration here can. */
const WRITABLE: readonly WritableModel[] = [
  {
    path: 'employees',
    tag: 'employees',
    singular: 'an employee',
    request: EmployeeRequest,
    response: EmployeeResponse as never,
  },
  {
    path: 'time-off',
    tag: 'time off',
    singular: 'a request for time off',
    request: TimeOffRequest,
    response: TimeOffResponse as never,
  },
  {
    path: 'timesheet-entries',
    tag: 'timesheet entries',
    singular: 'a timesheet entry',
    request: TimesheetEntryRequest,
    response: TimesheetEntryResponse as never,
  },
];

const Query = Type.Object({
  is_debug_mode: Type.Optional(
    Type.Boolean({ description: 'Adds `logs`: empty, because nothing is sent to the source.' }),
  ),
  run_async: Type.Optional(
    Type.Boolean({ description: 'Without effect: the answer is there at once, and the same.' }),
  ),
});

/** `POST /<path>` and `GET /<path>/meta/post`: both say that the source is never written to. */
export function addWriteRoutes(app: RouteApp, context: AppContext): void {
  for (const model of WRITABLE) {
    addWrite(app, model);
    addMeta(app, context, model);
  }
}

function addWrite(app: RouteApp, { path, tag, singular, request, response }: WritableModel): void {
  const nothing = toUnwritten(response);
  app.post(
    `/${path}`,
    {
      config: { access: 'linked_account', role: 'operate' },
      schema: {
        summary: `Create ${singular}: never done`,
        description:
          'Nothing is written to a source. The body is checked, and the answer is the envelope of a write with the error ' +
          '`DISABLED_MODEL_WRITE`; it is 200 and not 201, because nothing was created.',
        tags: [tag],
        operationId: `${path}_create`,
        querystring: Query,
        body: Type.Object({ model: request }),
        response: { 200: Component(response), ...problems(400, 401, 403) },
      },
    },
    (incoming) => ({
      model: nothing,
      warnings: [],
      errors: [DISABLED],
      logs: incoming.query.is_debug_mode === true ? [] : null,
    }),
  );
}

const DISABLED = {
  source: { pointer: '/model' },
  title: 'Model write disabled',
  detail: 'This integration is read only: nothing was written.',
  problem_type: 'DISABLED_MODEL_WRITE',
};

/** Every field of the model, null. */
function toUnwritten(response: TObject<{ model: TObject }>): Record<string, null> {
  return Object.fromEntries(Object.keys(response.properties.model.properties).map((name) => [name, null]));
}

function addMeta(app: RouteApp, context: AppContext, { path, tag, singular, request }: WritableModel): void {
  app.get(
    `/${path}/meta/post`,
    {
      config: { access: 'linked_account' },
      schema: {
        summary: `What creating ${singular} takes`,
        description: 'The shape of a request; `can_make_request` is false, because no source is written to.',
        tags: [tag],
        operationId: `${path}_meta_post_retrieve`,
        response: { 200: Component(MetaResponse), ...problems(401) },
      },
    },
    async (incoming): Promise<Static<typeof MetaResponse>> => {
      const { organizationId, linkedAccountId } = linkedAccountOf(incoming);
      const { status } = await getLinkedAccount(context.db, organizationId, linkedAccountId);
      return {
        request_schema: toRequestSchema(request.properties),
        remote_field_classes: {},
        status: { linked_account_status: status, can_make_request: false },
        has_conditional_params: false,
        has_required_linked_account_params: false,
        remote_fields: [],
      };
    },
  );
}

/** JSON Schema of the body. */
function toRequestSchema(properties: TProperties): Record<string, unknown> {
  const model = { type: 'object', properties: JSON.parse(JSON.stringify(properties)) as unknown };
  return { type: 'object', properties: { model }, required: ['model'] };
}
