import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { EmployerPageView } from '../../employer/employer-page-view.ts';
import type { Language } from '../../lib/language.ts';
import { Brand } from '../modal/parts/brand.tsx';
import { LanguageChoice } from '../modal/parts/language-choice.tsx';
import { Support } from '../modal/parts/support.tsx';
import { TroubleNotice } from '../modal/parts/trouble-notice.tsx';
import { texts } from '../modal/texts/index.ts';
import { useBrand } from '../modal/use-brand.ts';

interface PageFrameProps {
  view: EmployerPageView | null;
  screen: string;
  language: Language;
  isInTrouble: boolean;
  onChoose: (language: Language) => void;
  children: ComponentChildren;
}

/** What stands around every screen of the employer's own page: whose it is, trouble, whom to ask, the language. */
export function PageFrame({ view, screen, language, isInTrouble, onChoose, children }: PageFrameProps) {
  useBrand(view?.organization.color ?? null);
  const main = useScreen(screen, language);
  return (
    <div class="frame">
      <header class="frame-head">
        {view && (
          <p class="parties">
            <Brand organization={view.organization} />
            <span class="party-names">{texts.connects(view.organization.name, view.integration.name)}</span>
          </p>
        )}
      </header>
      <main ref={main}>
        <TroubleNotice isInTrouble={isInTrouble} />
        {children}
      </main>
      <footer class="frame-foot">
        {view && <Support organization={view.organization} />}
        <LanguageChoice {...{ language, onChoose }} />
      </footer>
    </div>
  );
}

/** A new screen starts at its heading, and names the tab. */
function useScreen(screen: string, language: Language) {
  const main = useRef<HTMLElement>(null);
  const former = useRef(screen);
  useEffect(() => {
    const heading = main.current?.querySelector('h1');
    if (heading?.textContent) document.title = heading.textContent;
    if (former.current !== screen && former.current !== 'loading') {
      window.scrollTo(0, 0);
      heading?.focus({ preventScroll: true });
    }
    former.current = screen;
  }, [screen, language]);
  return main;
}
