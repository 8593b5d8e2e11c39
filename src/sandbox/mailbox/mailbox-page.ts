import type { FastifyInstance } from 'fastify';
import type { Mailbox, MailboxMessage } from './mailbox.ts';

/** The mailbox for a reader that accepts HTML (newest first), or as JSON `{messages}` (oldest first). */
export function renderMailbox(mailbox: Mailbox, accept = ''): { contentType: string; body: string } {
  if (accept.includes('text/html')) {
    return { contentType: 'text/html; charset=utf-8', body: toHtml(mailbox.messages().toReversed()) };
  }
  const messages = mailbox.messages().map(({ raw: _raw, ...message }) => message);
  return { contentType: 'application/json; charset=utf-8', body: JSON.stringify({ messages }) };
}

/** Serves the mailbox at `path` of a Fastify app. */
export function registerMailboxPage(app: FastifyInstance, mailbox: Mailbox, path = '/mailbox'): void {
  app.get(path, (request, reply) => {
    const { contentType, body } = renderMailbox(mailbox, request.headers.accept);
    return reply.type(contentType).send(body);
  });
}

function toHtml(messages: readonly MailboxMessage[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mailbox - Sandbox</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:1rem auto;padding:0 1rem}pre{white-space:pre-wrap}</style></head>
<body><h1>Mailbox</h1><p>Sandbox: mail to the employer's admin ends here.</p>
${messages.length === 0 ? '<p>No mail yet.</p>' : messages.map(toArticle).join('\n')}
</body></html>
`;
}

function toArticle({ subject, from, to, receivedAt, text }: MailboxMessage): string {
  return `<article><h2>${escape(subject)}</h2>
<p>From ${escape(from)} to ${escape(to.join(', '))}, ${escape(receivedAt)}</p><pre>${linked(text)}</pre></article>`;
}

/** Addresses of web pages in the text become links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 0 ? escape(part) : `<a href="${escape(part)}">${escape(part)}</a>`))
    .join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
