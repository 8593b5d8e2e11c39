import type { FastifyInstance, FastifyReply } from 'fastify';
import { PANELS, type PanelName } from '../panels/index.ts';
import { PAGE_PATHS, renderPhone, renderProductPage, renderTrouble } from '../pages/pages.ts';
import type { Product } from '../product.ts';

/** Pages, their parts, and what tells them to take a part anew. */
export function addPageRoutes(app: FastifyInstance, product: Product): void {
  const policy = toPolicy(product.options.apiUrl);
  const send = (reply: FastifyReply, text: string): FastifyReply =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(text);
  for (const path of PAGE_PATHS) {
    app.get(path, async (_request, reply) => send(reply, await renderProductPage(product, path)));
  }
  app.get('/phone', async (_request, reply) => send(reply, await renderPhone(product)));
  app.get('/manage', async (_request, reply) => {
    try {
      return await reply.redirect(await product.connection.createManageLink(), 303);
    } catch {
      return send(reply.code(502), renderTrouble(product, 'Muster gave no address for this account.'));
    }
  });
  app.get<{ Params: { name: string } }>('/panel/:name', async ({ params }, reply) => {
    if (!isPanelName(params.name)) return reply.callNotFound();
    return send(reply, (await PANELS[params.name](product)).text);
  });
  app.get('/live', (_request, reply) => product.feed.join(reply));
}

const isPanelName = (name: string): name is PanelName => Object.hasOwn(PANELS, name);

/** As a partner's page needs it: the script and the frame come from Muster, nothing else from anywhere. */
function toPolicy(apiUrl: string): string {
  const { origin } = new URL(apiUrl);
  return [
    "default-src 'none'",
    `script-src 'self' ${origin}`,
    `frame-src 'self' ${origin}`,
    "style-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}
