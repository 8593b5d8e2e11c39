import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { chooseCompany, confirmCompany, declineCompany } from '../../linking/index.ts';
import { linkSessionOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { LinkSessionAnswer } from '../schemas/link-session.ts';
import { Component, problems } from '../schemas/parts.ts';

const config = { access: 'link_session' as const };
const Company = Type.Object({
  company_id: Type.String({ minLength: 1, maxLength: 200, description: 'As the session named it.' }),
});

/** Which company is meant: chosen from several, or the one that was met. */
export function addLinkSessionCompanyRoutes(app: RouteApp, context: AppContext): void {
  const steps = [
    { path: '', step: chooseCompany, operationId: 'link-session_company', summary: 'Choose the company' },
    {
      path: '/confirm',
      step: confirmCompany,
      operationId: 'link-session_confirm-company',
      summary: 'Confirm the company that was met; the account is linked',
    },
    {
      path: '/decline',
      step: declineCompany,
      operationId: 'link-session_decline-company',
      summary: 'Say that another company is meant',
    },
  ];
  for (const { path, step, ...described } of steps) {
    app.post(
      `/session/company${path}`,
      {
        config,
        schema: {
          ...described,
          tags: ['modal'],
          body: Company,
          response: { 200: Component(LinkSessionAnswer), ...problems(400, 401, 404, 409) },
        },
      },
      (request) => step(context, { ...linkSessionOf(request), companyId: request.body.company_id }),
    );
  }
}
