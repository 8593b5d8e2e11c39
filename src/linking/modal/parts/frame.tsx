import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Language } from '../../../lib/language.ts';
import type { SessionView } from '../../session-view.ts';
import { toStep } from '../steps.ts';
import { texts } from '../texts/index.ts';
import { useBrand } from '../use-brand.ts';
import { Brand } from './brand.tsx';
import { Icon } from './icons.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { Stepper } from './stepper.tsx';
import { Support } from './support.tsx';
import { TroubleNotice } from './trouble-notice.tsx';

interface FrameProps {
  view: SessionView | null;
  /** Null: it is not known whose connection this is. */
  organization: SessionView['organization'] | null;
  screen: string;
  /** Null when there is no page to go back to. */
  onClose: (() => void) | null;
  isInTrouble: boolean;
  language: Language;
  onChooseLanguage: (language: Language) => void;
  children: ComponentChildren;
}

/** What stands around every screen: whose connection this is, the steps, trouble, and whom to ask. */
export function Frame({ view, organization, screen, onClose, isInTrouble, children, ...more }: FrameProps) {
  const main = useScreenFocus(screen, view?.integration.name ?? null);
  useBrand(organization?.color ?? null);
  const step = view && screen !== 'expired' ? toStep(view) : null;
  return (
    <div class="frame">
      <header class="frame-head">
        {view && <Parties organization={view.organization} source={view.integration.name} />}
        {onClose && (
          <button type="button" class="icon-button" onClick={onClose} aria-label={texts.close}>
            <Icon name="cross" />
          </button>
        )}
      </header>
      {view && step && <Stepper current={step} method={view.method} />}
      <main ref={main}>
        <TroubleNotice isInTrouble={isInTrouble} />
        {children}
      </main>
      <footer class="frame-foot">
        {organization && <Support organization={organization} />}
        <LanguageChoice language={more.language} onChoose={more.onChooseLanguage} />
      </footer>
    </div>
  );
}

function Parties({ organization, source }: { organization: SessionView['organization']; source: string }) {
  return (
    <p class="parties">
      <Brand organization={organization} />
      <span class="party-link">
        <Icon name="link" />
      </span>
      <span class="party party-source" aria-hidden="true">
        {source.slice(0, 1).toUpperCase()}
      </span>
      <span class="party-names">{texts.connects(organization.name, source)}</span>
    </p>
  );
}

/** A new screen starts at its heading: for the eye, for the keyboard and for the screen reader. */
function useScreenFocus(screen: string, source: string | null) {
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    const title = main.current?.querySelector('h1')?.textContent;
    if (title) document.title = source === null ? title : texts.documentTitle(title, source);
  }, [screen, source, texts]);
  useEffect(() => {
    if (!isFirst.current) {
      window.scrollTo(0, 0);
      main.current?.querySelector('h1')?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [screen, source]);
  return main;
}
