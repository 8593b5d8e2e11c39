import { Type } from 'typebox';
import { getIssue, getLinkedAccount, listIssues, muteIssue } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AccountIssue, IssueStatus } from '../schemas/issues.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

const tags = ['issues'];
const access = 'organization' as const;
const isMuted = Type.Optional(Type.Boolean({ description: 'Muted ones only, or the others only.' }));

/** Our own view of the issues: with their codes, their accounts and what can be answered. */
export function addIssueRoutes(app: RouteApp, context: AppContext): void {
  addList(app, context);
  addAccountList(app, context);
  addRetrieve(app, context);
  addUpdate(app, context);
}

function addList(app: RouteApp, context: AppContext): void {
  app.get(
    '/issues',
    {
      config: { access },
      schema: {
        summary: 'List issues, oldest first',
        tags,
        operationId: 'native_issues_list',
        querystring: Type.Object({
          ...pageQuery,
          linked_account_id: Type.Optional(Uuid),
          status: Type.Optional(IssueStatus),
          is_muted: isMuted,
        }),
        response: { 200: PageOf(Component(AccountIssue)), ...problems(400, 401) },
      },
    },
    (request) =>
      listIssues(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          organizationId: organizationOf(request).organizationId,
          filters: request.query,
          ...toPageRequest(request.query),
        },
      ),
  );
}

function addAccountList(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id/issues',
    {
      config: { access },
      schema: {
        summary: "List a linked account's issues, oldest first",
        tags,
        operationId: 'native_linked-accounts_issues_list',
        params: IdParams,
        querystring: Type.Object({ ...pageQuery, status: Type.Optional(IssueStatus), is_muted: isMuted }),
        response: { 200: PageOf(Component(AccountIssue)), ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const { organizationId } = organizationOf(request);
      const { id: linked_account_id } = await getLinkedAccount(context.db, organizationId, request.params.id);
      const filters = { ...request.query, linked_account_id };
      return await listIssues(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        { organizationId, filters, ...toPageRequest(request.query) },
      );
    },
  );
}

function addRetrieve(app: RouteApp, context: AppContext): void {
  app.get(
    '/issues/:id',
    {
      config: { access },
      schema: {
        summary: 'Retrieve an issue',
        tags,
        operationId: 'native_issues_retrieve',
        params: IdParams,
        response: { 200: Component(AccountIssue), ...problems(401, 404) },
      },
    },
    (request) =>
      getIssue(context, { organizationId: organizationOf(request).organizationId, id: request.params.id }),
  );
}

function addUpdate(app: RouteApp, context: AppContext): void {
  app.patch(
    '/issues/:id',
    {
      config: { access, role: 'operate' },
      schema: {
        summary: 'Mute an issue, or unmute it',
        description:
          'Nobody is reminded of a muted issue, and the list of the HRIS API leaves it out unless `include_muted` is set. ' +
          'It stays open for as long as its cause does.',
        tags,
        operationId: 'native_issues_update',
        params: IdParams,
        body: Type.Object({ is_muted: Type.Boolean() }),
        response: { 200: Component(AccountIssue), ...problems(400, 401, 404) },
      },
    },
    (request) =>
      muteIssue(context, {
        organizationId: organizationOf(request).organizationId,
        id: request.params.id,
        isMuted: request.body.is_muted,
        actor: actorOf(request),
      }),
  );
}
