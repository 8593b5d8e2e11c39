import type { Command } from 'commander';
import { COMMAND_LINE } from '../../audit/index.ts';
import { eraseAccount, ignorePerson } from '../../erasure/index.ts';
import { toUuid } from '../run-scope.ts';
import { withContext } from '../with-context.ts';

/** `muster account delete` and `muster person ignore`: for good, and without being asked twice. */
export function addEraseCommands(program: Command): void {
  program
    .command('account')
    .description('linked accounts')
    .command('delete <account>')
    .description('erase a linked account with all that was read of it, for good')
    .requiredOption('--organization <id>', 'whose account it is')
    .action((account: string, { organization }: { organization: string }) =>
      deleteAccount(account, organization),
    );
  program
    .command('person')
    .description('people of a linked account')
    .command('ignore <employee>')
    .description('empty the records of a person for good; no later sync fills them again')
    .requiredOption('--organization <id>', 'whose account it is')
    .requiredOption('--account <id>', 'the linked account')
    .action((employee: string, options: { organization: string; account: string }) =>
      ignoreEmployee(employee, options),
    );
}

async function deleteAccount(account: string, organization: string): Promise<void> {
  const scope = toScope(organization, account);
  await withContext('account delete', async (context) => {
    const receipt = await eraseAccount(context, scope, COMMAND_LINE);
    const rows = Object.values(receipt.counts).reduce((sum, count) => sum + count, 0);
    const end = receipt.erasedAt === null ? 'a worker erases the rest' : `erased at ${receipt.erasedAt}`;
    console.log(`Receipt ${receipt.id}: ${rows} rows; ${end}.`);
  });
}

async function ignoreEmployee(
  employee: string,
  { organization, account }: { organization: string; account: string },
): Promise<void> {
  const scope = toScope(organization, account);
  await withContext('person ignore', (context) =>
    ignorePerson(context, scope, { employeeId: employee, reason: 'OTHER' }, COMMAND_LINE),
  );
  console.log('Nothing is left of the person.');
}

const toScope = (organization: string, account: string) => ({
  organizationId: toUuid('--organization', organization),
  linkedAccountId: toUuid('the account', account),
});
