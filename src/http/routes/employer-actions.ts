import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { pauseAccount, resumeAccount } from '../../accounts/index.ts';
import { eraseFromPage, listPeopleLacking, syncFromPage, viewEmployerPage } from '../../employer/index.ts';
import { getReceiptOfAccount } from '../../erasure/index.ts';
import { disconnectAccount } from '../../linking/index.ts';
import type { AuditActor } from '../../audit/index.ts';
import type { EmployerPagePrincipal } from '../../auth/index.ts';
import { actorOf, employerPageOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { SyncRequest } from '../schemas/accounts.ts';
import { EmployerPage, EmployerPagePerson } from '../schemas/employer-page.ts';
import { ErasureReceipt, toReceiptBody } from '../schemas/erasure.ts';
import { Language } from '../schemas/language.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';

const config = { access: 'employer_page' as const };
const tags = ['employer page'];
const answer = Component(EmployerPage);
const querystring = Type.Object({
  language: Type.Optional(Language('What to answer in; as the link says, unless given.')),
});

/** What the employer's own page calls, with the token of its link. */
export function addEmployerActionRoutes(app: RouteApp, context: AppContext): void {
  const view = { summary: 'View the connection', tags, operationId: 'employer-page_view' };
  app.get(
    '/account',
    { config, schema: { ...view, querystring, response: { 200: answer, ...problems(400, 401, 404) } } },
    (request) => viewEmployerPage(context, employerPageOf(request), request.query.language ?? null),
  );
  addPeople(app, context);
  const sync = { summary: 'Read the source now', tags, operationId: 'employer-page_sync' };
  app.post(
    '/sync',
    {
      config,
      schema: {
        ...sync,
        description: 'Once a minute by one link.',
        response: { 200: Component(SyncRequest), ...problems(401, 404, 409) },
      },
    },
    (request) => syncFromPage(context, employerPageOf(request), actorOf(request)),
  );
  addSwitch(app, context, { name: 'pause', summary: 'Pause the reading', act: pauseAccount });
  addSwitch(app, context, { name: 'resume', summary: 'Resume the reading', act: resumeAccount });
  addSwitch(app, context, { name: 'disconnect', summary: 'Disconnect', act: disconnectAccount });
  addErasure(app, context);
}

interface Switch {
  name: 'pause' | 'resume' | 'disconnect';
  summary: string;
  act: (context: AppContext, principal: EmployerPagePrincipal, actor: AuditActor) => Promise<unknown>;
}

/** What changes the connection and answers how it is now. Safe to repeat. */
function addSwitch(app: RouteApp, context: AppContext, { name, summary, act }: Switch): void {
  const described = { summary, tags, operationId: `employer-page_${name}` };
  app.post(
    `/${name}`,
    { config, schema: { ...described, querystring, response: { 200: answer, ...problems(400, 401, 404) } } },
    async (request) => {
      const principal = employerPageOf(request);
      await act(context, principal, actorOf(request));
      return await viewEmployerPage(context, principal, request.query.language ?? null);
    },
  );
}

function addPeople(app: RouteApp, context: AppContext): void {
  app.get(
    '/data-quality/:check/people',
    {
      config,
      schema: {
        summary: 'List whom a check of a field is about, by name',
        tags,
        operationId: 'employer-page_people',
        params: Type.Object({ check: Type.String() }),
        querystring: Type.Object(pageQuery),
        response: { 200: PageOf(Component(EmployerPagePerson)), ...problems(400, 401, 404) },
      },
    },
    (request) =>
      listPeopleLacking(context, employerPageOf(request), {
        check: request.params.check,
        ...toPageRequest(request.query),
      }),
  );
}

function addErasure(app: RouteApp, context: AppContext): void {
  const erase = { summary: 'Erase everything', tags, operationId: 'employer-page_erase' };
  const Confirmation = Type.Object({
    company_name: Type.String({ maxLength: 500, description: 'As `erase_phrase` says.' }),
  });
  const receipt = Component(ErasureReceipt);
  app.post(
    '/erase',
    {
      config,
      schema: {
        ...erase,
        description:
          'As `DELETE /api/v1/linked-accounts/{id}`, after the name of the company was typed. Safe to repeat.',
        body: Confirmation,
        response: { 200: receipt, ...problems(400, 401, 404, 422) },
      },
    },
    async (request) =>
      toReceiptBody(
        await eraseFromPage(context, employerPageOf(request), request.body.company_name, actorOf(request)),
      ),
  );
  const read = { summary: 'Retrieve the receipt', tags, operationId: 'employer-page_receipt' };
  app.get(
    '/receipt',
    {
      config,
      schema: {
        ...read,
        description: 'Of an account that was erased on this page, until the link expires.',
        response: { 200: receipt, ...problems(401, 404) },
      },
    },
    async (request) => toReceiptBody(await getReceiptOfAccount(context, employerPageOf(request))),
  );
}
