import { Type } from 'typebox';
import { receiveSourceEvent } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import type { RouteApp } from '../route-app.ts';
import { problems } from '../schemas/parts.ts';

/** `POST /source-webhooks/{integration}`: news from the source itself, proven by its signature over the raw body. */
export function addSourceWebhookRoute(app: RouteApp, context: AppContext): void {
  void app.register((scope: RouteApp, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post(
      '/source-webhooks/:integration',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Take a webhook of the source',
          description: 'Called by the source. What is about no linked account is taken and ignored.',
          tags: ['source webhooks'],
          operationId: 'source-webhooks_create',
          params: Type.Object({ integration: Type.String({ maxLength: 100 }) }),
          response: { 204: Type.Null({ description: 'Taken.' }), ...problems(400, 401, 404) },
        },
      },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        await receiveSourceEvent(context, request.params.integration, { headers: request.headers, body });
        return reply.status(204).send(null);
      },
    );
    done();
  });
}
