import type { ConnectionMethod } from '../../../connectors/contract.ts';
import type { SessionView } from '../../session-view.ts';
import { texts } from '../texts/index.ts';
import { useAction } from '../use-action.ts';
import type { Outcome } from '../use-session.ts';
import { ActionButton } from './action-button.tsx';

interface MethodChoiceProps {
  view: SessionView;
  onChoose: (method: ConnectionMethod) => Promise<Outcome>;
}

/** The other ways in, each with what it means; nothing where there is one way only. */
export function MethodChoice({ view, onChoose }: MethodChoiceProps) {
  const others = view.methods.filter((method) => method !== view.method);
  if (others.length === 0) return null;
  return (
    <details class="unfold">
      <summary>{texts.methods.another}</summary>
      <ul class="methods">
        {others.map((method) => (
          <Method key={method} view={view} method={method} onChoose={onChoose} />
        ))}
      </ul>
    </details>
  );
}

function Method({ view, method, onChoose }: MethodChoiceProps & { method: ConnectionMethod }) {
  const choice = useAction(() => onChoose(method));
  const words = texts.methods[method];
  const names = [view.organization.name, view.integration.name] as const;
  return (
    <li>
      <h2>{words.title(...names)}</h2>
      <p>{words.text(...names)}</p>
      <div class="actions">
        <ActionButton action={choice} label={words.choose} busyLabel={texts.methods.choosing} />
      </div>
    </li>
  );
}
