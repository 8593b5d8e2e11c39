import type { SessionView } from '../../session-view.ts';
import { texts } from '../texts/index.ts';

/** The source does not answer: nobody need do anything. Spoken when it appears. */
export function SourceAway({ view }: { view: SessionView }) {
  const words = texts.waiting;
  return (
    <div role="status">
      {view.retry_at !== null && (
        <section class="notice notice-warning source-away">
          <span class="pulse" aria-hidden="true" />
          <span>
            <strong>{words.awayTitle(view.integration.name)}</strong> {words.away}{' '}
            {words.awayNext(toTime(view.retry_at))}
          </span>
        </section>
      )}
    </div>
  );
}

function toTime(timestamp: string): string {
  return new Date(timestamp).toLocaleTimeString(texts.locale, { timeStyle: 'medium' });
}
