import type { FastifyInstance } from 'fastify';

/**
 * Once the door closes, each answer ends its connection. Without it, one that was at work at that moment would be kept
 * open for its keep-alive time, and the close would wait for it.
 */
export function addDraining(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) void reply.header('Connection', 'close');
    done(null, payload);
  });
}
