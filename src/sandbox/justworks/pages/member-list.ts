import type { FoundMembers } from '../company/find-members.ts';
import { html, type Html } from './html.ts';

/** The query of a list's page: `q` is the text, `page` counts from 1. */
export function readSearch(query: unknown): { text: string; page: number } {
  const { q, page } = query as Record<string, unknown>;
  const number = typeof page === 'string' && /^\d{1,6}$/.test(page) ? Number(page) : 1;
  return { text: typeof q === 'string' ? q : '', page: number };
}

/** A search box above a list of people. */
export function searchForm(url: string, found: FoundMembers): Html {
  return html`<form method="get" action="${url}" role="search" class="inline">
    <label>Name, e-mail or Work ID <input type="search" name="q" value="${found.text}" /></label>
    <button type="submit">Search</button>
  </form>`;
}

/** Where in the list this page is, with links to the pages beside it. */
export function pager(url: string, { text, page, members, total, pageCount }: FoundMembers): Html {
  const link = (target: number, label: string) =>
    target < 1 || target > pageCount
      ? null
      : html`<a href="${url}?${new URLSearchParams({ q: text, page: String(target) })}">${label}</a>`;
  return html`<p class="pager">
    ${members.length} of ${total.toLocaleString('en-US')} people, page ${page} of ${pageCount}
    ${link(page - 1, 'Previous')} ${link(page + 1, 'Next')}
  </p>`;
}
