import { html, type Html } from '../../justworks/pages/html.ts';
import type { ConnectionState } from '../connection.ts';

const WORDS: Record<ConnectionState['state'], string> = {
  'not connected': 'Not connected',
  connected: 'Connected',
  attention: 'Needs your attention',
};

/** Justworks among the product's integrations: how it stands, and what can be done. */
export function renderTile(connection: ConnectionState): Html {
  const { state, message, freshAsOf, nextSyncAt, issues, hints } = connection;
  const isConnected = state !== 'not connected';
  return html`<div class="tile">
    <span class="logo" aria-hidden="true">J</span>
    <div class="grow">
      <h2>Justworks</h2>
      <p><span class="badge ${state.replace(' ', '-')}">${WORDS[state]}</span></p>
      ${isConnected && html`<p class="quiet">${toTimes(freshAsOf, nextSyncAt)}</p>`}
      <p role="status" id="tile-message">${message}</p>
      ${
        issues.length > 0 &&
        html`<ul class="issues">
          ${issues.map((issue) => html`<li>${issue}</li>`)}
        </ul>`
      }
      ${isConnected && html`<p class="quiet">${toHints(hints)}</p>`}
    </div>
    <div class="actions">
      ${isConnected ? connectedActions(state) : html`<button id="connect" data-connect>Connect Justworks</button>`}
    </div>
  </div>`;
}

function connectedActions(state: ConnectionState['state']): Html {
  return html`${state === 'attention' && html`<button id="connect" data-connect>Reconnect</button>`}
    <button id="sync" data-post="/sync">Sync now</button>
    <a class="button second" id="manage" href="/manage" target="_blank" rel="noopener"
      >Manage<span class="unseen"> in a new window</span></a
    >
    <button
      id="disconnect"
      class="second"
      data-post="/disconnect"
      data-confirm="Disconnect Justworks? Nothing will be read any more."
    >
      Disconnect
    </button>`;
}

function toTimes(freshAsOf: string | null, nextSyncAt: string | null): string {
  const last = freshAsOf === null ? 'Nothing was read yet' : `Last read ${toMinute(freshAsOf)}`;
  return nextSyncAt === null ? `${last}.` : `${last}; read again by itself ${toMinute(nextSyncAt)}.`;
}

function toHints(count: number): string | null {
  if (count === 0) return null;
  const what = count === 1 ? '1 thing' : `${count} things`;
  return `${what} in Justworks could be better; Manage shows where.`;
}

const toMinute = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
