import { Type, type Static } from 'typebox';
import {
  listLinkedAccounts,
  toAccountDetailsAndActions,
  type LinkedAccountFilters,
  type ListPosition,
} from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { openCursors } from '../../lib/page.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AccountDetailsAndActions, AccountStatus } from '../schemas/accounts.ts';
import { Component, List, OneOf, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';

const Category = OneOf(
  'accounting',
  'ats',
  'chat',
  'crm',
  'filestorage',
  'hris',
  'knowledgebase',
  'mktg',
  'ticketing',
);

const Query = Type.Object({
  ...pageQuery,
  category: Type.Optional(Category),
  end_user_email_address: Type.Optional(Type.String()),
  end_user_organization_name: Type.Optional(Type.String()),
  end_user_origin_id: Type.Optional(Type.String()),
  end_user_origin_ids: Type.Optional(List(Type.String())),
  id: Type.Optional(Type.String()),
  ids: Type.Optional(List(Type.String())),
  include_duplicates: Type.Optional(
    Type.Boolean({ description: 'Without effect: an origin id has one account.' }),
  ),
  integration_name: Type.Optional(Type.String()),
  is_test_account: Type.Optional(Type.Boolean()),
  status: Type.Optional(AccountStatus),
});

export function addLinkedAccountsRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List linked accounts',
        tags: ['linked accounts'],
        operationId: 'linked-accounts_list',
        querystring: Query,
        response: { 200: PageOf(Component(AccountDetailsAndActions)), ...problems(400, 401) },
      },
    },
    async (request) => {
      const { organizationId } = organizationOf(request);
      const filters = toFilters(request.query);
      const list = { organizationId, list: 'linked-accounts', filters };
      const cursors = openCursors(context.secrets.cursorKey, list);
      const { cursor, pageSize } = toPageRequest(request.query);
      const from = cursors.read(cursor);
      const page = await listLinkedAccounts(context.db, organizationId, {
        position: from ? { createdAt: from.value, id: from.id, direction: from.direction } : null,
        pageSize,
        filters,
      });
      const toLink = (position: ListPosition | null) =>
        position &&
        cursors.write({ direction: position.direction, value: position.createdAt, id: position.id });
      return {
        next: toLink(page.next),
        previous: toLink(page.previous),
        results: page.accounts.map((account) => toAccountDetailsAndActions(account, context.connectors)),
      };
    },
  );
}

/** Every account is of the category hris: another one asks for accounts that there are not. */
function toFilters(query: Static<typeof Query>): LinkedAccountFilters {
  const { status, is_test_account: isTestAccount } = query;
  const originIds = intersect(query.end_user_origin_id, query.end_user_origin_ids);
  const ids = (query.category ?? 'hris') === 'hris' ? intersect(query.id, query.ids) : [];
  return {
    ...(status !== undefined && { status }),
    ...(isTestAccount !== undefined && { isTestAccount }),
    ...(originIds && { endUserOriginIds: originIds }),
    ...(ids && { ids }),
    ...(query.end_user_email_address !== undefined && { endUserEmailAddress: query.end_user_email_address }),
    ...(query.end_user_organization_name !== undefined && {
      endUserOrganizationName: query.end_user_organization_name,
    }),
    // Name and slug differ in capitals only.
    ...(query.integration_name !== undefined && { integration: query.integration_name.toLowerCase() }),
  };
}

function intersect(one: string | undefined, many: string[] | undefined): string[] | undefined {
  if (one === undefined) return many;
  return !many || many.includes(one) ? [one] : [];
}
