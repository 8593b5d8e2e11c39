import { readOrganizationId } from '../embed/link-token-claims.ts';
import type { Theme } from './brand-colors.ts';
import { clearFragment, readFragment } from './link-fragment.ts';
import { forgetInTab, keepInTab, recallFromTab } from './tab-memory.ts';

/** What the page was opened with. */
export interface Launch {
  linkToken: string;
  /** The partner page around us, to which messages go; null when the modal is a page of its own. */
  origin: string | null;
  /** Echoed in messages so that the opener knows them from those of an earlier opening. */
  nonce: string | null;
  /** As the page around us looks; null: as the browser is set. */
  theme: Theme | null;
}

const STORAGE_KEY = 'muster-link';

export function parseFragment(hash: string): Launch | null {
  const values = readFragment(hash);
  const linkToken = values.get('token');
  if (!linkToken) return null;
  return {
    linkToken,
    origin: parseOrigin(values.get('origin')),
    nonce: values.get('nonce'),
    theme: parseTheme(values.get('theme')),
  };
}

const parseTheme = (text: string | null): Theme | null => (text === 'light' || text === 'dark' ? text : null);

/** Exact origins only: a path, a wildcard or another scheme is no address for a token. */
function parseOrigin(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { origin, protocol } = new URL(text);
  return origin === text && (protocol === 'https:' || protocol === 'http:') ? origin : null;
}

/**
 * Reads the fragment and takes it out of the address bar and the history. It is kept for this tab alone, because
 * phones reload a page that waited behind another tab, and this one waits while the person works in Justworks.
 */
export function takeLaunch(page: Window): Launch | null {
  const launch = parseFragment(page.location.hash);
  if (!launch) return recallFromTab<Launch>(page, STORAGE_KEY);
  clearFragment(page);
  if (!isFramedByItsOwn(launch, page.location.search)) return null;
  return keepLaunch(page, launch);
}

/** For a reload of this tab. Returns it. */
export function keepLaunch(page: Window, launch: Launch): Launch {
  keepInTab(page, STORAGE_KEY, launch);
  return launch;
}

/** The address names the organization whose pages may frame us: they may not with the token of another one. */
export function isFramedByItsOwn({ linkToken }: Launch, search: string): boolean {
  const framing = new URLSearchParams(search).get('o');
  return framing === null || framing === readOrganizationId(linkToken);
}

/** For a link that opens nothing any more. */
export const forgetLaunch = (page: Window): void => forgetInTab(page, STORAGE_KEY);
