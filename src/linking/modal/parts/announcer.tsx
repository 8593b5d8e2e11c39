import { createContext, type ComponentChildren } from 'preact';
import { useContext, useState } from 'preact/hooks';

type Announce = (text: string) => void;

const AnnouncerContext = createContext<Announce>(() => undefined);

/** One live region for the whole page: screen readers miss regions that appear together with their text. */
export function AnnouncerProvider({ children }: { children: ComponentChildren }) {
  const [text, setText] = useState('');
  return (
    <AnnouncerContext.Provider value={setText}>
      {children}
      <div class="visually-hidden" role="status" aria-live="polite">
        {text}
      </div>
    </AnnouncerContext.Provider>
  );
}

export function useAnnounce(): Announce {
  return useContext(AnnouncerContext);
}
