import { Type } from 'typebox';
import { resolveIssue } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { Nullable, Uuid } from '../../hris/model/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AccountIssue, IssueAction } from '../schemas/issues.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

const Body = Type.Object({
  action: IssueAction,
  record_id: Type.Optional(
    Nullable({
      ...Uuid,
      description: 'With `same`: which of `question.record_ids`; needed where there are several.',
    }),
  ),
});

export function addIssueAnswerRoute(app: RouteApp, context: AppContext): void {
  app.post(
    '/issues/:id/resolve',
    {
      config: { access: 'organization', role: 'operate' },
      schema: {
        summary: "Answer an issue's question",
        description:
          'For an issue with a `question`: `same`, the row of the source is about the record, which keeps its id and history; ' +
          '`different`, it is about somebody new, and who is gone is gone. The source is read again, and that sync applies the ' +
          'answer and closes the issue; until then another answer may be given.',
        tags: ['issues'],
        operationId: 'native_issues_resolve',
        params: IdParams,
        body: Body,
        response: { 202: Component(AccountIssue), ...problems(400, 401, 404, 409) },
      },
    },
    async (request, reply) => {
      const issue = await resolveIssue(context, {
        organizationId: organizationOf(request).organizationId,
        id: request.params.id,
        action: request.body.action,
        recordId: request.body.record_id ?? null,
        actor: actorOf(request),
      });
      void reply.status(202);
      return issue;
    },
  );
}
