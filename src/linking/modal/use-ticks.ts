import { useState } from 'preact/hooks';
import { keepInTab, recallFromTab } from './tab-memory.ts';

export interface Ticks {
  has(name: string): boolean;
  set(name: string, isTicked: boolean): void;
}

/** What of a list the person has done at the source, kept for this tab and this service e-mail over a reload. */
export function useTicks(list: 'form' | 'permissions', email: string): Ticks {
  const key = `muster-link-ticks:${list}:${email}`;
  const [names, setNames] = useState(() => recallFromTab<string[]>(window, key) ?? []);
  return {
    has: (name) => names.includes(name),
    set: (name, isTicked) => {
      const others = names.filter((other) => other !== name);
      const next = isTicked ? [...others, name] : others;
      keepInTab(window, key, next);
      setNames(next);
    },
  };
}
