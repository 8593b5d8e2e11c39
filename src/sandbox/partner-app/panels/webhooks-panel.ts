import { html, type Html } from '../../justworks/pages/html.ts';
import type { ReceivedWebhook } from '../webhook-inbox.ts';

const SHOWN = 100;

/** What has arrived, the newest first; the page puts each further one on top when it comes. */
export function renderWebhooks(received: readonly ReceivedWebhook[]): Html {
  const shown = received.slice(-SHOWN).toReversed();
  return html`<h2>Webhooks <span class="count" id="webhook-count">${received.length}</span></h2>
    <p class="quiet">Each is verified with the published standardwebhooks library.</p>
    <ol class="events" id="webhooks" tabindex="0" aria-label="Webhooks, the newest first">
      ${shown.map(renderWebhook)}
    </ol>`;
}

/** One line of the list. */
export function renderWebhook(webhook: ReceivedWebhook): Html {
  const { received_at, type, is_verified, is_first, data } = webhook;
  return html`<li class="event">
    <div>
      <strong>${type === '' ? 'unknown' : type}</strong>
      <span class="quiet">${received_at.slice(11, 19)}</span>
    </div>
    <div>${toSubject(data)}</div>
    <div class="${is_verified ? 'ok' : 'bad'}">
      ${is_verified ? 'Signature holds' : 'Refused: the signature does not hold'}${
        is_verified && !is_first ? ', came before' : ''
      }
    </div>
    ${
      is_verified &&
      html`<details>
        <summary>Content<span class="unseen"> of ${type}</span></summary>
        <pre tabindex="0">${JSON.stringify(data, null, 2)}</pre>
      </details>`
    }
  </li>`;
}

interface SomeData {
  record?: Record<string, unknown>;
  changes?: { field: string }[];
  effective_date?: string | null;
  issue?: { code: string };
}

/** Who or what it is about, in a few words. */
function toSubject(data: unknown): string {
  const { record, changes, effective_date, issue } = (data ?? {}) as SomeData;
  const name = record?.['display_full_name'] ?? record?.['name'] ?? record?.['street_1'];
  const parts = [
    typeof name === 'string' ? name : null,
    effective_date ?? null,
    issue?.code ?? null,
    changes?.map(({ field }) => field).join(', ') || null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
