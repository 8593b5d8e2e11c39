import type { FastifyReply, FastifyRequest } from 'fastify';
import { html } from '../pages/html.ts';
import type { World } from '../world.ts';
import { sendPage } from './send-page.ts';

export function sendNotFound(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const page = { title: 'Page not found', body: html`<p>There is nothing at this address.</p>` };
  return sendPage(world, request, reply, page, 404);
}
