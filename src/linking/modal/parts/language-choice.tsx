import type { Language } from '../../../lib/language.ts';
import { LANGUAGE_NAMES, texts } from '../texts/index.ts';

interface LanguageChoiceProps {
  /** What is spoken. */
  language: Language;
  onChoose: (language: Language) => void;
}

/** Each language in its own words, so that it is found by who can't read the others. */
export function LanguageChoice({ language, onChoose }: LanguageChoiceProps) {
  const names = Object.entries(LANGUAGE_NAMES) as [Language, string][];
  return (
    <div class="languages" role="group" aria-label={texts.languageLabel}>
      {names.map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === language}
          onClick={() => onChoose(code)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
