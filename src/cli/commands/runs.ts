import type { Command } from 'commander';
import { listSyncRuns, type SyncRunView } from '../../sync/index.ts';
import { invalidInput } from '../../lib/app-error.ts';
import { toRunScope, toUuid } from '../run-scope.ts';
import { withContext } from '../with-context.ts';

const PAGE_SIZE = 50;
const STATES =
  'queued running succeeded partially_succeeded unchanged held discarded superseded failed'.split(
    ' ',
  ) as SyncRunView['state'][];

interface ListOptions {
  organization?: string;
  account?: string;
  state?: string;
}

/** `muster runs`: the newest first. */
export function addRunsCommand(program: Command): void {
  program
    .command('runs')
    .description('sync runs, the newest first')
    .option('--organization <id>', 'of one organization; without it, of the whole deployment')
    .option('--account <id>', 'of one linked account')
    .option('--state <state>', STATES.join(', '))
    .action((options: ListOptions) => printRuns(options));
}

async function printRuns(options: ListOptions): Promise<void> {
  const scope = toRunScope(options.organization);
  const linkedAccountId = options.account === undefined ? undefined : toUuid('--account', options.account);
  const state = STATES.find((one) => one === options.state);
  if (options.state !== undefined && state === undefined) {
    throw invalidInput('state_unknown', `--state must be one of ${STATES.join(', ')}.`);
  }
  await withContext('runs', async ({ db, secrets }) => {
    const { results, next } = await listSyncRuns(
      { db, cursorKey: secrets.cursorKey },
      { scope, linkedAccountId, state, pageSize: PAGE_SIZE },
    );
    if (results.length === 0) console.log('No runs.');
    for (const run of results) console.log(toLine(run));
    if (next !== null) console.log(`and more; these are the newest ${PAGE_SIZE}`);
  });
}

const toLine = (run: SyncRunView): string =>
  [run.id, run.linked_account_id, run.queued_at, run.state, run.trigger, run.error_code ?? '']
    .join('\t')
    .trimEnd();
