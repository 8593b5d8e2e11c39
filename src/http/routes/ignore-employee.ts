import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { ignorePerson } from '../../erasure/index.ts';
import { actorOf, linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { OneOf, problems } from '../schemas/parts.ts';

const IgnoreCommonModelRequest = Type.Object({
  reason: {
    ...OneOf('GENERAL_CUSTOMER_REQUEST', 'GDPR', 'OTHER'),
    description: 'Why; written down in the audit trail.',
  },
  message: Type.Optional(
    Type.String({ maxLength: 2000, description: 'Taken and not kept: it could name the person.' }),
  ),
});

/** The contract's own way to have a person forgotten. */
export function addIgnoreEmployeeRoute(app: RouteApp, context: AppContext): void {
  app.post(
    '/employees/ignore/:model_id',
    {
      config: { access: 'linked_account', role: 'administer' },
      schema: {
        summary: 'Ignore an employee for good',
        description:
          'The properties of the employee, and of what belongs to them, become null and stay so in every later sync; `id`, `created_at` ' +
          'and `remote_was_deleted` stay. Their history, and what was told of them, is erased. One event for each record tells it. ' +
          'Safe to repeat.',
        tags: ['erasure'],
        operationId: 'employees_ignore_create',
        params: Type.Object({ model_id: Type.String({ description: 'The id of the employee.' }) }),
        body: IgnoreCommonModelRequest,
        response: {
          204: Type.Null({ description: 'Nothing is left of the person.' }),
          ...problems(400, 401, 404),
        },
      },
    },
    async (request, reply) => {
      const { reason } = request.body;
      const input = { employeeId: request.params.model_id, reason };
      await ignorePerson(context, linkedAccountOf(request), input, actorOf(request));
      return reply.status(204).send(null);
    },
  );
}
