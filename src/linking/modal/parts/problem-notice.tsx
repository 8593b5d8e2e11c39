import type { SessionView } from '../../session-view.ts';
import { texts } from '../texts/index.ts';
import { Icon } from './icons.tsx';

/** What went wrong and what to do, in the service's own words. */
export function ProblemNotice({ problem }: { problem: NonNullable<SessionView['problem']> }) {
  return (
    <section class="problem">
      <p class="problem-message">
        <Icon name="alert" />
        <span>{problem.message}</span>
      </p>
      <h2>{texts.failed.fix}</h2>
      <p>{problem.fix}</p>
      <p class="fine">
        <code>{texts.failed.code(problem.code)}</code>
      </p>
    </section>
  );
}
