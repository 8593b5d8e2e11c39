import type { Command } from 'commander';
import { inspectAccount } from '../../accounts/index.ts';
import { withContext } from '../with-context.ts';
import { addOverrideCommands } from './justworks-override.ts';

/** What an operator does about a source that is not as we know it. */
export function addJustworksCommand(program: Command): void {
  const justworks =
    program.commands.find((command) => command.name() === 'justworks') ??
    program.command('justworks').description('look at the source, and correct what is assumed about it');
  addOverrideCommands(justworks);
  justworks
    .command('inspect')
    .description(
      'sign in with a linked account and print what of our description fits: names and counts, no values',
    )
    .requiredOption('--account <id>', 'id of the linked account')
    .action((options: { account: string }) =>
      withContext('justworks-inspect', async (context) => {
        for await (const { place, kind, name, result, count } of inspectAccount(context, options.account)) {
          console.log([result.padEnd(7), place, kind, name, count ?? ''].join('\t').trimEnd());
        }
      }),
    );
}
