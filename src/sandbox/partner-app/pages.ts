import type { ReceivedWebhook } from './webhook-inbox.ts';

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (value: unknown): string =>
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

export interface HomePage {
  apiUrl: string;
  sandboxAdminUrl: string;
  mailboxUrl: string;
  status: string;
  isLinked: boolean;
  employees: Record<string, unknown>[];
  received: ReceivedWebhook[];
}

/** The partner's settings page with its Justworks tile, the roster it got and the webhooks that told of it. */
export function renderHome(page: HomePage): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Larkspur IT · Integrations</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style>
<script src="${escape(page.apiUrl)}/link/muster-link.js" defer></script><script src="/app.js" defer></script></head><body>
<header><h1>Larkspur IT · Integrations</h1><span>a demo partner</span></header>
<section class="tile" aria-label="Justworks"><div><strong>Justworks</strong><p id="status" role="status">${escape(page.status)}</p></div>
<div><button id="connect" type="button">${page.isLinked ? 'Reconnect' : 'Connect Justworks'}</button>
${page.isLinked ? '<button id="sync" type="button">Sync now</button>' : ''}</div></section>
${renderEmployees(page.employees)}${renderWebhooks(page.received)}
<footer>Play the employer's admin in the <a href="${escape(page.sandboxAdminUrl)}">simulated Justworks</a> ·
 mail to the admin in the <a href="${escape(page.mailboxUrl)}">mailbox</a> · <a href="/inbox.json">webhook inbox as JSON</a></footer>
</body></html>`;
}

function renderEmployees(employees: Record<string, unknown>[]): string {
  const rows = employees.map(
    (employee) =>
      `<tr><td>${escape(employee['display_full_name'])}</td><td>${escape(employee['work_email'])}</td>
<td>${escape(employee['employment_status'])}</td><td>${escape(day(employee['start_date']))}</td>
<td>${escape(day(employee['termination_date']))}</td></tr>`,
  );
  const table = `<div class="scroll"><table><thead><tr><th>Name</th><th>Work e-mail</th><th>Status</th><th>Start</th><th>End</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div>`;
  return `<h2>Employees (${employees.length})</h2>${rows.length ? table : '<p>None yet. They arrive with the first sync.</p>'}`;
}

function renderWebhooks(received: ReceivedWebhook[]): string {
  const rows = received
    .slice(-50)
    .reverse()
    .map(
      (webhook) =>
        `<tr><td>${escape(webhook.received_at.slice(11, 19))}</td><td>${escape(webhook.type)}</td>
<td class="${webhook.is_verified ? 'ok' : 'bad'}">${webhook.is_verified ? 'signature holds' : 'refused'}</td></tr>`,
    );
  const table = `<div class="scroll"><table><thead><tr><th>Time</th><th>Event</th><th>Signature</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  return `<h2>Webhooks (${received.length})</h2>${rows.length ? table : '<p>None yet.</p>'}`;
}

function day(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 10) : '';
}

/** The page's script: opens the modal, hands the public token to the back end, and reloads while things arrive. */
export const PAGE_SCRIPT = `
const status = document.getElementById('status');
let isLinked = false;
// An employer who pressed "Get Started" in Justworks comes with this; it works once, so it leaves the address.
const handover = new URLSearchParams(location.search).get('muster_handover') ?? undefined;
if (handover) history.replaceState(null, '', location.pathname);
async function connect(handover) {
  const { link_token } = await (await fetch('/connect', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ handover }) })).json();
  window.MusterLink.open({
    linkToken: link_token,
    onSuccess: async (publicToken) => {
      isLinked = true;
      status.textContent = 'Connected. The first sync is at work.';
      await fetch('/linked', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ public_token: publicToken }) });
    },
    onExit: () => {
      if (isLinked) location.reload();
      else status.textContent = 'Closed before it was connected. You can go on where you were.';
    },
  });
}
document.getElementById('connect').addEventListener('click', () => connect());
if (handover) window.addEventListener('load', () => connect(handover));
document.getElementById('sync')?.addEventListener('click', async () => {
  await fetch('/sync', { method: 'POST' });
  status.textContent = 'A sync was asked for.';
  setTimeout(() => location.reload(), 1500);
});
setInterval(async () => {
  if (document.querySelector('iframe')) return;
  const { version } = await (await fetch('/version')).json();
  if (window.seenVersion !== undefined && window.seenVersion !== version) location.reload();
  window.seenVersion = version;
}, 2000);
`;
