/** What the page was opened with. */
export interface Launch {
  linkToken: string;
  /** The partner page around us, to which messages go; null when the modal is a page of its own. */
  origin: string | null;
  /** Echoed in messages so that the opener knows them from those of an earlier opening. */
  nonce: string | null;
}

const STORAGE_KEY = 'muster-link';

export function parseFragment(hash: string): Launch | null {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const linkToken = values.get('token');
  if (!linkToken) return null;
  return { linkToken, origin: parseOrigin(values.get('origin')), nonce: values.get('nonce') };
}

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
  if (!launch) return recallLaunch(page);
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
  try {
    page.sessionStorage.setItem(STORAGE_KEY, JSON.stringify(launch));
  } catch {
    // Storage is refused to frames by some browsers; then a reload asks for a new link.
  }
  return launch;
}

/** For a link that opens nothing any more. */
export function forgetLaunch(page: Window): void {
  try {
    page.sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Nothing was kept.
  }
}

function recallLaunch(page: Window): Launch | null {
  try {
    return JSON.parse(page.sessionStorage.getItem(STORAGE_KEY) ?? 'null') as Launch | null;
  } catch {
    return null;
  }
}
