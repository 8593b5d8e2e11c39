// Some browsers refuse storage to frames, and some people to every page: then nothing is kept, and a reload knows nothing.

/** For a reload of this tab, and for no other tab. `value` is what JSON can say. */
export function keepInTab(page: Window, key: string, value: unknown): void {
  unlessRefused(() => page.sessionStorage.setItem(key, JSON.stringify(value)));
}

/** Null: nothing was kept under this key. */
export function recallFromTab<T>(page: Window, key: string): T | null {
  return unlessRefused(() => JSON.parse(page.sessionStorage.getItem(key) ?? 'null') as T | null);
}

export function forgetInTab(page: Window, key: string): void {
  unlessRefused(() => page.sessionStorage.removeItem(key));
}

function unlessRefused<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
