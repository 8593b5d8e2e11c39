import { expect, it } from 'vitest';
import { forgetInTab, keepInTab, recallFromTab } from './tab-memory.ts';

/** As much of a page as is asked for here. */
function openTab(): Window {
  const kept = new Map<string, string>();
  const sessionStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { sessionStorage } as unknown as Window;
}

function openTabWithoutStorage(): Window {
  return {
    get sessionStorage(): Storage {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    },
  } as unknown as Window;
}

it('gives back what was kept, until it is forgotten', () => {
  const tab = openTab();
  keepInTab(tab, 'a', { token: 't', names: ['x'] });
  keepInTab(tab, 'b', 'text');
  expect(recallFromTab(tab, 'a')).toEqual({ token: 't', names: ['x'] });
  forgetInTab(tab, 'a');
  expect(recallFromTab(tab, 'a')).toBeNull();
  expect(recallFromTab(tab, 'b')).toBe('text');
});

it('knows nothing where another release left something else', () => {
  const tab = openTab();
  tab.sessionStorage.setItem('a', 'no JSON');
  expect(recallFromTab(tab, 'a')).toBeNull();
});

it('works without a storage, and keeps nothing', () => {
  const tab = openTabWithoutStorage();
  keepInTab(tab, 'a', 1);
  forgetInTab(tab, 'a');
  expect(recallFromTab(tab, 'a')).toBeNull();
});
