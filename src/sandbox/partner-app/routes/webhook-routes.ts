import type { FastifyInstance } from 'fastify';
import type { WebhookInbox } from '../webhook-inbox.ts';

/** The raw bytes are what was signed, so the body is kept as text and parsed only after it was verified. */
export function addWebhookRoutes(app: FastifyInstance, inbox: WebhookInbox): void {
  app.get('/inbox.json', () => inbox.received);
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
    scope.post('/webhooks', (request, reply) => {
      const isVerified = inbox.receive(request.headers as Record<string, string>, request.body as string);
      return reply.code(isVerified ? 204 : 401).send();
    });
    done();
  });
}
