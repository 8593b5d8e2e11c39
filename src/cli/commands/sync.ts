import { InvalidArgumentError, Option, type Command } from 'commander';
import { requestSyncNow, type AccountScope } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { AppError, invalidInput } from '../../lib/app-error.ts';
import { isUuid } from '../../lib/ids.ts';
import { isWorkerAlive, listReadableAccounts } from '../../sync/index.ts';
import { watchMany, watchOne, type AskedRun } from '../watch-runs.ts';
import { withContext } from '../with-context.ts';

const NO_WORKER =
  'No worker is running, so nothing is read yet: start one with `muster worker` (or `muster all`).';

interface SyncOptions {
  account?: string;
  organization?: string;
  all?: boolean;
  wait?: boolean;
}

export function addSyncCommand(program: Command): void {
  program
    .command('sync')
    .description(
      'read the source of linked accounts now; exit code 0, 1 when a run failed, 2 when one is held',
    )
    .option('--account <id>', 'the linked account', parseId)
    .option('--organization <id>', 'only accounts of this organization', parseId)
    .addOption(new Option('--all', 'every account that is linked and not paused').conflicts('account'))
    .option('--wait', 'show the progress, and end with the runs')
    .action((options: SyncOptions) =>
      withContext('sync', async (context) => {
        process.exitCode = await sync(context, options);
      }),
    );
}

/** Returns the exit code. */
async function sync(context: AppContext, options: SyncOptions): Promise<number> {
  const asked = await askForAll(context, await findAccounts(context, options));
  const hasWorker = await isWorkerAlive(context.db, context.config.worker.deadAfterSeconds);
  if (!options.wait) {
    for (const run of asked) console.log(describeAsked(run));
    if (!hasWorker) console.error(NO_WORKER);
    return 0;
  }
  if (!hasWorker) throw new AppError('unavailable', 'no_worker', NO_WORKER);
  const [only] = asked;
  return only && !options.all ? await watchOne(context.db, only) : await watchMany(context.db, asked);
}

async function findAccounts(context: AppContext, options: SyncOptions): Promise<AccountScope[]> {
  const { account, organization, all } = options;
  if (account === undefined && !all) throw invalidInput('sync_target', 'Give --account ID or --all.');
  const accounts = await listReadableAccounts(context.db, {
    ...(account !== undefined && { linkedAccountId: account }),
    ...(organization !== undefined && { organizationId: organization }),
  });
  if (accounts.length > 0) return accounts;
  if (account === undefined)
    throw new AppError('not_found', 'not_found', 'No account is linked and not paused.');
  throw new AppError('not_found', 'not_found', 'No such account is linked, or it is paused.');
}

async function askForAll(context: AppContext, accounts: readonly AccountScope[]): Promise<AskedRun[]> {
  const asked: AskedRun[] = [];
  for (const scope of accounts) asked.push({ scope, answer: await requestSyncNow(context, scope) });
  return asked;
}

function describeAsked({ scope, answer }: AskedRun): string {
  const run = answer.id ?? `due ${answer.due_at} (${answer.waits_for})`;
  return [scope.linkedAccountId, answer.state, run].join('\t');
}

function parseId(text: string): string {
  if (!isUuid(text)) throw new InvalidArgumentError('This is no id.');
  return text;
}
