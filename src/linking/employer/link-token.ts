const STORAGE_KEY = 'muster-employer';

/**
 * Takes the link's token out of the fragment, the address bar and the history. It is kept for this tab alone, so that a reload
 * shows the page again.
 */
export function takeToken(page: Window): string | null {
  const token = new URLSearchParams(page.location.hash.replace(/^#/, '')).get('token');
  if (!token) return recall(page);
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
  try {
    page.sessionStorage.setItem(STORAGE_KEY, token);
  } catch {
    // Storage is refused; then a reload asks for the link again.
  }
  return token;
}

/** For a link that opens nothing any more. */
export function forgetToken(page: Window): void {
  try {
    page.sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Nothing was kept.
  }
}

function recall(page: Window): string | null {
  try {
    return page.sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
