import type { SessionView } from '../../session-view.ts';
import { toPermissionsToTick } from '../permission-lists.ts';
import { texts } from '../texts/index.ts';
import { useTicks } from '../use-ticks.ts';
import { Tick } from './tick.tsx';

/** The boxes to tick at the source, before anything was verified. */
export function PermissionsToTick({ view }: { view: SessionView }) {
  const ticks = useTicks('permissions', view.service_account.email);
  return (
    <div class="to-tick">
      {toPermissionsToTick(view.permissions).map(({ names, unlocks, isRequired }) => (
        <section key={names[0]}>
          <ul>
            {names.map((name) => (
              <li key={name}>
                <Tick
                  label={texts.guide.tickPermission(name)}
                  isTicked={ticks.has(name)}
                  onTick={(isTicked) => ticks.set(name, isTicked)}
                />
                <span class="to-tick-name">{name}</span>
                {!isRequired && <span class="tag">{texts.guide.optional}</span>}
              </li>
            ))}
          </ul>
          <div class="to-tick-use fine">
            {texts.guide.unlocks(names.length)}
            <ul class="plain-list">
              {unlocks.map((use) => (
                <li key={use}>{use}</li>
              ))}
            </ul>
          </div>
        </section>
      ))}
    </div>
  );
}
