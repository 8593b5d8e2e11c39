import { html, type Html } from './html.ts';
import type { Page } from './layout.ts';

type Cell = string | Html | null;

export function tableOf(headers: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  // Wider than a narrow screen: it scrolls by itself, also by keyboard.
  return html`<div class="scroll" role="group" aria-label="Table: ${headers.join(', ')}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${headers.map((header) => html`<th scope="col">${header}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function listPage(
  title: string,
  headers: readonly string[],
  rows: readonly (readonly Cell[])[],
): Page {
  return { title, body: tableOf(headers, rows) };
}
