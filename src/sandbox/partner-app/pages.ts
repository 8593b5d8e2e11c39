import { day, escape, renderPage } from './layout.ts';
import type { ReceivedWebhook } from './webhook-inbox.ts';

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
  const scripts = `<script src="${escape(page.apiUrl)}/link/muster-link.js" defer></script><script src="/app.js" defer></script>`;
  return renderPage(
    'Integrations',
    `<section class="tile" aria-label="Justworks"><div><strong>Justworks</strong><p id="status" role="status">${escape(page.status)}</p></div>
<div><button id="connect" type="button">${page.isLinked ? 'Reconnect' : 'Connect Justworks'}</button>
${page.isLinked ? '<button id="sync" type="button">Sync now</button>' : ''}</div></section>
<p><a href="/tasks">On- and off-boarding tasks</a></p>
${renderEmployees(page.employees)}${renderWebhooks(page.received)}
<footer>Play the employer's admin in the <a href="${escape(page.sandboxAdminUrl)}">simulated Justworks</a> ·
 mail to the admin in the <a href="${escape(page.mailboxUrl)}">mailbox</a> · <a href="/inbox.json">webhook inbox as JSON</a></footer>`,
    scripts,
  );
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
