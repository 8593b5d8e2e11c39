const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escape = (value: unknown): string =>
  (typeof value === 'string' ? value : '').replace(/[&<>"']/g, (character) => escapes[character]!);

const STYLE = `
  :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 16%, transparent); --accent: #2f5d50; }
  * { box-sizing: border-box }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem }
  header { display: flex; gap: 1rem; align-items: center; justify-content: space-between; flex-wrap: wrap }
  h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem }
  .tile { border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; display: flex; gap: 1rem;
    align-items: center; justify-content: space-between; flex-wrap: wrap; margin-top: 1.5rem }
  .tile p { margin: .25rem 0 0; opacity: .8 }
  button { font: inherit; border: 0; border-radius: 8px; padding: .6rem 1.1rem; background: var(--accent); color: #fff; cursor: pointer }
  button:focus-visible, a:focus-visible { outline: 3px solid #7fb8a6; outline-offset: 2px }
  .scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .925rem }
  th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); white-space: nowrap }
  th { font-weight: 600; opacity: .75 } .ok { color: #2f7d5b } .bad { color: #b3402a }
  footer { margin-top: 3rem; opacity: .75; font-size: .9rem }`;

/** A page of the demo partner; `body` is HTML. */
export function renderPage(title: string, body: string, scripts = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Larkspur IT · ${title}</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style>
${scripts}</head><body>
<header><h1>Larkspur IT · ${title}</h1><span>a demo partner</span></header>
<main>${body}</main>
</body></html>`;
}

export function day(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 10) : '';
}
