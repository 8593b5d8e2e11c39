import { useState } from 'preact/hooks';

export interface Ticks {
  has(name: string): boolean;
  set(name: string, isTicked: boolean): void;
}

/** What of a list the person has done at the source, kept for this tab and this service e-mail over a reload. */
export function useTicks(list: 'form' | 'permissions', email: string): Ticks {
  const key = `muster-link-ticks:${list}:${email}`;
  const [names, setNames] = useState(() => recall(key));
  return {
    has: (name) => names.includes(name),
    set: (name, isTicked) => {
      const others = names.filter((other) => other !== name);
      const next = isTicked ? [...others, name] : others;
      keep(key, next);
      setNames(next);
    },
  };
}

function recall(key: string): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as string[];
  } catch {
    return [];
  }
}

function keep(key: string, names: string[]): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(names));
  } catch {
    // Storage is refused to frames by some browsers; the ticks then live as long as the page.
  }
}
