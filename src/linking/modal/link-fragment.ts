/** What a link of ours carries where no server sees it. */
export function readFragment(hash: string): URLSearchParams {
  return new URLSearchParams(hash.replace(/^#/, ''));
}

/** Takes it out of the address bar and the history. */
export function clearFragment(page: Window): void {
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
}

/** A new link opened in the same tab changes only the fragment, and nothing would load. */
export function reloadOnNewLink(page: Window): void {
  page.addEventListener('hashchange', () => {
    if (readFragment(page.location.hash).has('token')) page.location.reload();
  });
}
