import type { ConnectionMethod } from '../../../connectors/contract.ts';
import { STEPS, type Step } from '../steps.ts';
import { texts } from '../texts/index.ts';

export function Stepper({ current, method }: { current: Step; method: ConnectionMethod }) {
  const words = { ...texts.steps, add_user: texts.methods[method].step };
  const position = STEPS.indexOf(current);
  const isAllDone = current === 'done';
  return (
    <nav class="stepper" aria-label={texts.stepperLabel}>
      <p class="stepper-short" aria-hidden="true">
        {texts.stepOf(position + 1, STEPS.length)} · {words[current]}
      </p>
      <ol>
        {STEPS.map((step, index) => {
          const isDone = index < position || isAllDone;
          return (
            <li
              key={step}
              class={isDone ? 'is-done' : index === position ? 'is-current' : ''}
              aria-current={index === position ? 'step' : undefined}
            >
              <span class="stepper-label">
                {words[step]}
                {isDone && <span class="visually-hidden"> ({texts.stepDone})</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
