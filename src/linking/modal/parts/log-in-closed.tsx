import { texts } from '../texts/index.ts';
import { toTimeOfDay } from '../time-words.ts';

/** No log-in is taken for some time; what to do meanwhile. */
export function LogInClosed({ source, until }: { source: string; until: string }) {
  const words = texts.credentials;
  return (
    <section class="log-in-closed" role="status">
      <h2>{words.closedTitle}</h2>
      <p>{words.closedText(source, toTimeOfDay(until, texts.locale))}</p>
      <ul class="plain-list">
        {words.closedFixes(source).map((fix) => (
          <li key={fix}>{fix}</li>
        ))}
      </ul>
    </section>
  );
}
