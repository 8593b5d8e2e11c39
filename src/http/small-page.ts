import type { FastifyReply } from 'fastify';
import type { Language } from '../lib/language.ts';

/** One heading and one sentence; nothing else is loaded but a script of ours, where the page names one. */
export interface SmallPage {
  status: number;
  title: string;
  text: string;
  /** What it is written in. */
  language: Language;
  scriptUrl?: string;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For a person whose browser was sent here by another site. Its words are ours: nothing of the request is repeated. */
export function sendSmallPage(reply: FastifyReply, page: SmallPage): FastifyReply {
  const script = page.scriptUrl === undefined ? '' : `<script src="${page.scriptUrl}" defer></script>`;
  const scripts = page.scriptUrl === undefined ? '' : " script-src 'self';";
  return reply
    .status(page.status)
    .header(
      'Content-Security-Policy',
      `default-src 'none';${scripts} base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${page.language}"><head><meta charset="utf-8">` +
        '<meta name="viewport" content="width=device-width, initial-scale=1">' +
        '<meta name="color-scheme" content="light dark">' +
        `<title>${escape(page.title)}</title>${script}</head>` +
        `<body><main><h1>${escape(page.title)}</h1><p>${escape(page.text)}</p></main></body></html>`,
    );
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
}
