import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import { toFirstSyncPhase } from '../first-sync.ts';
import type { LinkApi } from '../link-api.ts';
import type { Opener } from '../opener.ts';
import { useAnnounce } from '../parts/announcer.tsx';
import { Icon } from '../parts/icons.tsx';
import { PermissionList } from '../parts/permission-list.tsx';
import { ReplacedUser } from '../parts/replace-account.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';
import { usePublicToken } from '../use-public-token.ts';

interface LinkedProps {
  view: SessionView;
  api: LinkApi;
  opener: Opener | null;
  onDone: (() => void) | null;
}

/** Connected: the partner page is told at once, the person sees the first sync and closes when they like. */
export function Linked({ view, api, opener, onDone }: LinkedProps) {
  const delivery = usePublicToken(api, opener);
  const organization = view.organization.name;
  const source = view.integration.name;
  const words = texts.linked;
  return (
    <>
      <span class="medallion medallion-good">
        <Icon name="check" />
      </span>
      <ScreenHeading
        title={words.title(source)}
        lead={words.lead(organization, view.company_name ?? view.employer_name)}
      />
      <ReplacedUser view={view} />
      <FirstSync sync={view.sync} />
      <div role="status">
        {delivery.state === 'failed' && (
          <p class="notice notice-warning">
            <Icon name="alert" />
            {words.tokenFailed(organization)}
          </p>
        )}
      </div>
      <DoneButton state={delivery.state} onRetry={delivery.retry} onDone={onDone} />
      <details class="unfold">
        <summary>{words.granted}</summary>
        <PermissionList permissions={view.permissions} isChecking={false} />
      </details>
      <p class="fine">{words.stop[view.method](organization, source)}</p>
    </>
  );
}

function FirstSync({ sync }: { sync: SessionView['sync'] }) {
  const announce = useAnnounce();
  const phase = toFirstSyncPhase(sync);
  const count = sync?.employees ?? null;
  const text = texts.linked.sync[phase];
  const isOnTheWay = phase === 'starting' || phase === 'reading' || phase === 'applying';
  useEffect(() => {
    if (phase === 'done' || phase === 'done_partly')
      announce(count === null ? text : `${text} ${count} ${texts.linked.people(count)}`);
  }, [phase]);
  return (
    <section class={`sync sync-${phase}`}>
      <h2>{texts.linked.syncTitle}</h2>
      {count !== null && (
        <p class="sync-count">
          <strong>{count.toLocaleString(texts.locale)}</strong> {texts.linked.people(count)}
          {isOnTheWay && ` ${texts.linked.soFar}`}
        </p>
      )}
      <p class="sync-text">
        {isOnTheWay && <span class="spinner" aria-hidden="true" />}
        {(phase === 'done' || phase === 'done_partly') && <Icon name="check" />}
        {text}
      </p>
    </section>
  );
}

interface DoneButtonProps {
  state: 'sending' | 'sent' | 'failed';
  onRetry: () => void;
  onDone: (() => void) | null;
}

function DoneButton({ state, onRetry, onDone }: DoneButtonProps) {
  const [isDone, setDone] = useState(false);
  if (isDone) return <p role="status">{texts.linked.mayClose}</p>;
  return (
    <div class="actions">
      {state === 'failed' && (
        <button type="button" class="button button-primary" onClick={onRetry}>
          {texts.linked.tellAgain}
        </button>
      )}
      <button
        type="button"
        class={state === 'failed' ? 'button' : 'button button-primary'}
        onClick={() => (onDone ? onDone() : setDone(true))}
      >
        {texts.linked.done}
      </button>
    </div>
  );
}
