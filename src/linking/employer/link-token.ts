import { clearFragment, readFragment } from '../modal/link-fragment.ts';
import { forgetInTab, keepInTab, recallFromTab } from '../modal/tab-memory.ts';

const STORAGE_KEY = 'muster-employer';

/**
 * Takes the link's token out of the fragment, the address bar and the history. It is kept for this tab alone, so that a reload
 * shows the page again.
 */
export function takeToken(page: Window): string | null {
  const token = readFragment(page.location.hash).get('token');
  if (!token) return recallFromTab<string>(page, STORAGE_KEY);
  clearFragment(page);
  keepInTab(page, STORAGE_KEY, token);
  return token;
}

/** For a link that opens nothing any more. */
export const forgetToken = (page: Window): void => forgetInTab(page, STORAGE_KEY);
