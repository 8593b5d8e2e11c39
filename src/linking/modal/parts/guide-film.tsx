import { useState } from 'preact/hooks';
import type { ConnectionMethod } from '../../../connectors/contract.ts';
import type { Language } from '../../../lib/language.ts';
import { LANGUAGE_NAMES, texts } from '../texts/index.ts';

interface Film {
  film: string;
  poster: string;
  captions: Record<Language, string>;
}

/** Recorded from the simulated source by `npm run films`. */
const FILMS: Record<ConnectionMethod, Film> = {
  service_account: {
    film: new URL('../films/service_account.webm', import.meta.url).href,
    poster: new URL('../films/service_account.webp', import.meta.url).href,
    captions: {
      en: new URL('../films/service_account.en.vtt', import.meta.url).href,
      de: new URL('../films/service_account.de.vtt', import.meta.url).href,
    },
  },
  credentials: {
    film: new URL('../films/credentials.webm', import.meta.url).href,
    poster: new URL('../films/credentials.webp', import.meta.url).href,
    captions: {
      en: new URL('../films/credentials.en.vtt', import.meta.url).href,
      de: new URL('../films/credentials.de.vtt', import.meta.url).href,
    },
  },
  oauth: {
    film: new URL('../films/oauth.webm', import.meta.url).href,
    poster: new URL('../films/oauth.webp', import.meta.url).href,
    captions: {
      en: new URL('../films/oauth.en.vtt', import.meta.url).href,
      de: new URL('../films/oauth.de.vtt', import.meta.url).href,
    },
  },
};

/** Shown to whoever asks for it: until it is unfolded nothing of it is loaded, and until it is played no film. */
export function GuideFilm({ method, language }: { method: ConnectionMethod; language: Language }) {
  const [isOpen, setOpen] = useState(false);
  const words = texts.media.film;
  return (
    <details class="unfold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.watch}</summary>
      {isOpen && <Player key={method} film={FILMS[method]} language={language} />}
      <p class="fine">{words.note}</p>
    </details>
  );
}

function Player({ film: { film, poster, captions }, language }: { film: Film; language: Language }) {
  const words = texts.media.film;
  return (
    <video
      class="film"
      controls
      playsInline
      preload="none"
      poster={poster}
      width={1200}
      height={750}
      aria-label={words.label}
    >
      <source src={film} type="video/webm" />
      {(['en', 'de'] as const).map((spoken) => (
        <track
          key={spoken}
          kind="captions"
          src={captions[spoken]}
          srcLang={spoken}
          label={LANGUAGE_NAMES[spoken]}
          default={spoken === language}
        />
      ))}
      {words.unplayable}
    </video>
  );
}
