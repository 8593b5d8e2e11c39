import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';

/** Refuses a request by throwing or rejecting. No promise where nothing is waited for: each costs a turn of its own. */
export type Check = (request: FastifyRequest, reply: FastifyReply) => void | Promise<void>;

type RequestHook = 'onRequest' | 'preHandler';

/** Runs the check behind those that the route has already. */
export function addCheck(route: RouteOptions, hook: RequestHook, check: Check): void {
  route[hook] = [...[route[hook] ?? []].flat(), toHook(check)];
}

function toHook(check: Check) {
  return (request: FastifyRequest, reply: FastifyReply, done: (refusal?: Error) => void): void => {
    let checking: void | Promise<void>;
    try {
      checking = check(request, reply);
    } catch (thrown) {
      done(thrown as Error);
      return;
    }
    if (checking) void checking.then(() => done(), done);
    else done();
  };
}
