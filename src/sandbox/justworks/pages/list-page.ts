import { html, type Html } from './html.ts';
import type { Page } from './layout.ts';

type Cell = string | Html | null;

export function tableOf(headers: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  return html`<table>
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
  </table>`;
}

export function listPage(
  title: string,
  headers: readonly string[],
  rows: readonly (readonly Cell[])[],
): Page {
  return { title, body: tableOf(headers, rows) };
}
