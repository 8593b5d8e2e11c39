import { buttonForm, sameText, selectInput, textInput } from '../admin/form-controls.ts';
import { FAULT_NAMES, isFaultName, kindOf, type ParameterType } from '../faults/fault-kinds.ts';
import type { Fault } from '../faults/fault.ts';
import type { JournalEntry } from '../journal.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { PANEL } from './panel-page.ts';

const FAULTS = `${PANEL}/faults`;
const SHOWN_REQUESTS = 200;

export function faultsPage(active: readonly Fault[]): Html {
  return html`<h2>Switched on</h2>
    ${active.length === 0 ? html`<p>None: the sandbox behaves.</p>` : activeTable(active)}
    <h2>Switch on</h2>
    <form method="get" action="${FAULTS}/new">
      ${selectInput('fault', 'Fault', sameText(FAULT_NAMES), null)}
      <button type="submit">Choose</button>
    </form>`;
}

function activeTable(active: readonly Fault[]): Html {
  const rows = active.map(({ id, fault, path, remaining, count: _count, ...parameters }) => [
    fault,
    path,
    remaining === null ? 'until cleared' : `${remaining} requests`,
    JSON.stringify(parameters),
    html`<form method="post" action="${FAULTS}/clear">
      <button type="submit" name="id" value="${id}">Clear ${fault}</button>
    </form>`,
  ]);
  return html`${tableOf(['Fault', 'Path', 'Good for', 'Parameters', 'Clear'], rows)}
  ${buttonForm(`${FAULTS}/clear`, 'Clear all')}`;
}

/** The form of one fault, with its own parameters. */
export function newFaultPage(name: string | undefined): Html {
  if (!isFaultName(name)) return html`<p>There is no such fault.</p>`;
  const { path, parameters, required = [] } = kindOf(name);
  return html`<form method="post" action="${FAULTS}">
    <p>${name} applies to paths that start with <code>${path}</code>.</p>
    <input type="hidden" name="fault" value="${name}" />
    ${textInput('path', 'Start of another path')}
    ${textInput('count', 'Number of requests (none: until cleared)')}
    ${Object.entries(parameters).map(([parameter, type]) =>
      parameterInput(parameter, type, required.includes(parameter)),
    )}
    <button type="submit">Switch on</button>
  </form>`;
}

const TYPE_NOTES = { string: '', number: ' (number)', boolean: '', object: ' (JSON)' };

function parameterInput(name: string, type: ParameterType, isRequired: boolean): Html {
  const choices = type === 'boolean' ? ['true', 'false'] : type;
  if (typeof choices !== 'string') return selectInput(name, name, sameText(choices), null, !isRequired);
  return textInput(name, `${name}${TYPE_NOTES[choices]}`, { isRequired });
}

export function journalPage(entries: readonly JournalEntry[]): Html {
  const rows = entries
    .slice(-SHOWN_REQUESTS)
    .reverse()
    .map(({ at, method, path, query }) => [at, method, query ? `${path}?${query}` : path]);
  return html`<p>${entries.length} requests to the site; the last ${rows.length}, newest first.</p>
    ${buttonForm(`${PANEL}/journal/clear`, 'Clear the journal')} ${tableOf(['At', 'Method', 'Path'], rows)}`;
}
