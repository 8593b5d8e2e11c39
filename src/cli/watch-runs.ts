import { setTimeout as pause } from 'node:timers/promises';
import { Listr, type ListrTask } from 'listr2';
import type { AccountScope, SyncAnswer } from '../accounts/index.ts';
import type { AppContext } from '../app-context.ts';
import { findFollowUp, readRunProgress, type RunProgress } from '../sync/index.ts';

/** A sync that was asked for, and what the answer was. */
export interface AskedRun {
  scope: AccountScope;
  answer: SyncAnswer;
}

type Db = AppContext['db'];
type Phase = RunProgress['phase'];

const POLL_MS = 500;
const PHASES: readonly Phase[] = ['queued', 'reading', 'applying', 'ended'];
const EXIT = { done: 0, failed: 1, held: 2 } as const;

/** Shows one run step by step until it ends; plain lines where nobody looks at a terminal. Returns the exit code. */
export async function watchOne(db: Db, { scope, answer }: AskedRun): Promise<number> {
  if (answer.id === null) {
    console.error(`The source is left alone (${answer.waits_for}); the account is due ${answer.due_at}.`);
    return EXIT.failed;
  }
  let seen = await readRunProgress(db, scope, answer.id);
  const waitFor = async (phase: Phase, show: (progress: RunProgress) => void): Promise<void> => {
    while (PHASES.indexOf(seen.phase) < PHASES.indexOf(phase)) {
      await pause(POLL_MS);
      seen = await readRunProgress(db, scope, answer.id!);
      show(seen);
    }
  };
  const step = (title: string, until: Phase, done: (progress: RunProgress) => string): ListrTask => ({
    title,
    task: async (_context, task) => {
      await waitFor(until, (progress) => {
        const text = `${progress.stagedRows} rows staged`;
        if (progress.phase === 'reading' && progress.stagedRows > 0 && task.output !== text)
          task.output = text;
      });
      task.title = done(seen);
      if (until === 'ended' && toExit(seen) !== EXIT.done) throw new Error(task.title);
    },
  });
  await runTasks([
    step('queued', 'reading', () => 'queued'),
    step('reading', 'applying', ({ stagedRows }) =>
      stagedRows > 0 ? `read: ${stagedRows} rows staged` : 'read',
    ),
    step('applying', 'ended', describeEnd),
  ]);
  if (!answer.is_follow_up_requested) return toExit(seen);
  // What was at work began before we asked.
  const id = await findFollowUp(db, scope, answer.id);
  if (id === undefined) return toExit(seen);
  return await watchOne(db, { scope, answer: { ...answer, id, is_follow_up_requested: false } });
}

/** Shows how many of the runs have ended. Returns the exit code of the worst of them. */
export async function watchMany(db: Db, asked: readonly AskedRun[]): Promise<number> {
  const ends: RunProgress[] = [];
  let open = asked.filter(({ answer }) => answer.id !== null);
  const waiting = asked.length - open.length;
  const describe = (): string => {
    const [failed, held] = [countExits(ends, EXIT.failed), countExits(ends, EXIT.held)];
    return `${ends.length} of ${asked.length} done, ${failed} failed, ${held} held, ${waiting} due later`;
  };
  const task: ListrTask = {
    title: `syncing ${asked.length} accounts`,
    task: async (_context, shown) => {
      while (open.length > 0) {
        const looks = await Promise.all(
          open.map(async (run) => ({ run, progress: await readRunProgress(db, run.scope, run.answer.id!) })),
        );
        open = looks.filter(({ progress }) => progress.phase !== 'ended').map(({ run }) => run);
        ends.push(...looks.map(({ progress }) => progress).filter(({ phase }) => phase === 'ended'));
        shown.output = describe();
        if (open.length > 0) await pause(POLL_MS);
      }
      shown.title = describe();
    },
  };
  await runTasks([task]);
  if (countExits(ends, EXIT.failed) + waiting > 0) return EXIT.failed;
  return countExits(ends, EXIT.held) > 0 ? EXIT.held : EXIT.done;
}

async function runTasks(tasks: ListrTask[]): Promise<void> {
  // A run that failed is shown as such; the exit code says it too.
  await new Listr(tasks, { exitOnError: false, fallbackRenderer: 'simple' }).run();
}

const countExits = (ends: readonly RunProgress[], exit: number): number =>
  ends.filter((end) => toExit(end) === exit).length;

function toExit({ state }: RunProgress): number {
  if (state === 'failed') return EXIT.failed;
  return state === 'held' ? EXIT.held : EXIT.done;
}

function describeEnd({ state, counts, errorCode, errorMessage }: RunProgress): string {
  const words = Object.entries(counts ?? {}).map(
    ([model, { added, updated, deleted }]) => `${model} +${added} ~${updated} -${deleted}`,
  );
  const why = errorCode === null ? [] : [`${errorCode}: ${errorMessage ?? ''}`];
  return [state, ...why, ...words].join('; ');
}
