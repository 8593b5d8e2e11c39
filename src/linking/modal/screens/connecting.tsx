import type { SessionView } from '../../session-view.ts';
import { Icon } from '../parts/icons.tsx';
import { PermissionsToTick } from '../parts/permissions-to-tick.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';
import { texts } from '../texts/index.ts';

/** The invitation is here; the service works and the person may rest. */
export function Connecting({ view }: { view: SessionView }) {
  const words = texts.connecting;
  return (
    <>
      <ScreenHeading title={words.title} lead={words.lead(view.integration.name)} />
      <ol class="progress">
        <ProgressItem state="done" text={words.arrived} stateText={words.isDone} />
        <ProgressItem state="running" text={words.accepting} stateText={words.inProgress} />
        <ProgressItem state="next" text={words.checking} stateText={words.waits} />
      </ol>
      <p>{words.tickMeanwhile}</p>
      <PermissionsToTick view={view} />
    </>
  );
}

interface ProgressItemProps {
  state: 'done' | 'running' | 'next';
  text: string;
  stateText: string;
}

function ProgressItem({ state, text, stateText }: ProgressItemProps) {
  return (
    <li class={`progress-${state}`}>
      <span class="progress-mark" aria-hidden="true">
        {state === 'done' && <Icon name="check" />}
        {state === 'running' && <span class="spinner" />}
      </span>
      {text}
      <span class="visually-hidden"> ({stateText})</span>
    </li>
  );
}
