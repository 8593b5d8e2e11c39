import { useState } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import type { LinkApi } from '../link-api.ts';
import { openPopup } from '../open-popup.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { GuideFilm } from '../parts/guide-film.tsx';
import { GuideMedia } from '../parts/guide-media.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { RelinkNotice } from '../parts/relink-notice.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import { toOutcome, type Outcome } from '../use-session.ts';

/** The consent at the source, in a window of its own; this page moves on by itself. */
export function Authorize({ view, api }: { view: SessionView; api: LinkApi }) {
  const [isOpened, setOpened] = useState(false);
  /** Set when the browser opens no windows: the person opens it. */
  const [url, setUrl] = useState<string | null>(null);
  const words = texts.authorize;
  const source = view.integration.name;
  const open = async (): Promise<Outcome> => {
    const popup = openPopup(window);
    try {
      const address = await api.startAuthorization();
      if (!popup.goTo(address)) setUrl(address);
      setOpened(true);
      return 'done';
    } catch (error) {
      popup.close();
      return toOutcome(error);
    }
  };
  const opening = useAction(open);
  return (
    <>
      <ScreenHeading title={words.title(source)} lead={words.lead(view.organization.name, source)} />
      <RelinkNotice view={view} />
      {view.problem && <ProblemNotice problem={view.problem} />}
      <GuideMedia task="agree" />
      <div class="actions">
        <ActionButton
          action={opening}
          label={isOpened ? words.openAgain(source) : words.open(source)}
          busyLabel={words.opening}
        />
      </div>
      {url !== null && (
        <p>
          {words.blocked}{' '}
          <a href={url} target="_blank" rel="noreferrer">
            {words.openLink(source)}
          </a>
        </p>
      )}
      {isOpened && <p class="fine">{words.lost(source)}</p>}
      <GuideFilm method="oauth" language={view.language} />
      {isOpened && (
        <p class="waiting-bar">
          <span class="pulse" aria-hidden="true" />
          <span>
            <strong>{words.waiting(source)}</strong> <span class="waiting-note">{words.waitingNote}</span>
          </span>
        </p>
      )}
    </>
  );
}
