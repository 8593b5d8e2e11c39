import { Type, type Static } from 'typebox';
import {
  findLinkedAccountByToken,
  getIssue,
  listIssues,
  toWireIssue,
  type IssueFilters,
} from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Issue, IssueStatus } from '../schemas/issues.ts';
import { Component, Instant, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { Uuid } from '../../hris/model/index.ts';
import { IdParams } from './id-param.ts';

const tags = ['issues'];
const access = 'organization' as const;

const Query = Type.Object({
  ...pageQuery,
  account_token: Type.Optional(
    Type.String({ maxLength: 200, description: 'Issues of the account of this token only.' }),
  ),
  end_date: Type.Optional(Instant),
  end_user_organization_name: Type.Optional(Type.String()),
  first_incident_time_after: Type.Optional(Instant),
  first_incident_time_before: Type.Optional(Instant),
  include_muted: Type.Optional(Type.Boolean({ description: 'Muted ones too; they are left out otherwise.' })),
  integration_name: Type.Optional(Type.String()),
  last_incident_time_after: Type.Optional(Instant),
  last_incident_time_before: Type.Optional(Instant),
  linked_account_id: Type.Optional(Uuid),
  start_date: Type.Optional(Instant),
  status: Type.Optional(IssueStatus),
});
type Query = Static<typeof Query>;

/** The issues as the API of records has them. */
export function addHrisIssueRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/issues',
    {
      config: { access },
      schema: {
        summary: 'List issues, oldest first',
        description: '`start_date` and `end_date` are about the last thing that happened to an issue.',
        tags,
        operationId: 'issues_list',
        querystring: Query,
        response: { 200: PageOf(Component(Issue)), ...problems(400, 401) },
      },
    },
    async (request) => {
      const { organizationId } = organizationOf(request);
      const filters = await toFilters(context, organizationId, request.query);
      const page = await listIssues(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        { organizationId, filters, ...toPageRequest(request.query) },
      );
      return { ...page, results: page.results.map(toWireIssue) };
    },
  );
  app.get(
    '/issues/:id',
    {
      config: { access },
      schema: {
        summary: 'Retrieve an issue',
        tags,
        operationId: 'issues_retrieve',
        params: IdParams,
        response: { 200: Component(Issue), ...problems(401, 404) },
      },
    },
    async (request) => {
      const { organizationId } = organizationOf(request);
      return toWireIssue(await getIssue(context, { organizationId, id: request.params.id }));
    },
  );
}

async function toFilters(context: AppContext, organizationId: string, query: Query): Promise<IssueFilters> {
  const { account_token: token, include_muted: areMutedIncluded, integration_name: name } = query;
  return {
    ...query,
    is_of_account: true,
    ...(token !== undefined && { of_token: await findId(context, organizationId, token) }),
    ...(areMutedIncluded !== true && { is_muted: false }),
    // Name and slug differ in capitals only.
    ...(name !== undefined && { integration: name.toLowerCase() }),
  };
}

/** Null: a token that opens no account of the organization, and so has no issues. */
async function findId(context: AppContext, organizationId: string, token: string): Promise<string | null> {
  const account = await findLinkedAccountByToken(context.db, organizationId, token, context.clock.now());
  return account?.id ?? null;
}
