import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';

/** Tells open pages what is new, as server-sent events. */
export class LiveFeed {
  readonly #pages = new Set<ServerResponse>();

  /** Keeps the answer open until the page goes. */
  join(reply: FastifyReply): void {
    reply.hijack();
    const page = reply.raw;
    page.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    page.write('retry: 1000\n\n');
    this.#pages.add(page);
    page.on('close', () => this.#pages.delete(page));
  }

  /** @param text of one line or more */
  send(event: string, text: string): void {
    const lines = text.split('\n').map((line) => `data: ${line}`);
    for (const page of this.#pages) page.write(`event: ${event}\n${lines.join('\n')}\n\n`);
  }

  close(): void {
    for (const page of this.#pages) page.end();
  }
}
