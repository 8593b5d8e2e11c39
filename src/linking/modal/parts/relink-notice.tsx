import type { SessionView } from '../../session-view.ts';
import { texts } from '../texts/index.ts';
import { toDay } from '../time-words.ts';

/** What happened to a connection that was there before; nothing for a new one. */
export function RelinkNotice({ view }: { view: SessionView }) {
  const { relink } = view;
  const text = relink && toReason(view, relink.reason);
  if (!relink || text === null) return null;
  const words = texts.relink;
  const isInvited = view.state === 'awaiting_invitation' && relink.reason !== null;
  return (
    <section class="relink-notice">
      <h2>{words.heading}</h2>
      <p>
        {text} {relink.since !== null && words.since(toDay(relink.since, texts.locale))}
      </p>
      {relink.lost_permissions.length > 0 && (
        <ul class="chips">
          {relink.lost_permissions.map((name) => (
            <li key={name} class="chip">
              {name}
            </li>
          ))}
        </ul>
      )}
      {isInvited && <p>{words.invite(view.organization.name)}</p>}
      {!view.is_consent_needed && <p class="fine">{words.kept}</p>}
    </section>
  );
}

/** Null where there is nothing to tell. */
function toReason(view: SessionView, code: string | null): string | null {
  const names = [view.organization.name, view.integration.name] as const;
  const words = texts.relink;
  if (code === null) return view.is_consent_needed ? words.wider(...names) : null;
  const known: Readonly<Record<string, typeof words.other>> = words.reasons;
  return (known[code] ?? words.other)(...names);
}
