import type { Command } from 'commander';
import { createOrganization } from '../../auth/index.ts';
import { withContext } from '../with-context.ts';

export function addOrganizationCommand(program: Command): void {
  const organization = program
    .command('organization')
    .description('organizations: the partners that hold API keys');
  organization
    .command('create')
    .description('add an organization and print its id')
    .requiredOption('--name <name>', 'as employers see it in the modal')
    .option('--service-first-name <name>', "first name of the service account in the employer's Justworks")
    .option('--allowed-origin <origin...>', 'pages that may frame the modal, as exact origins')
    .action((options: { name: string; serviceFirstName?: string; allowedOrigin?: string[] }) =>
      withContext('organization', async ({ db }) => {
        const { id } = await createOrganization(db, {
          name: options.name,
          ...(options.serviceFirstName === undefined ? {} : { serviceFirstName: options.serviceFirstName }),
          allowedOrigins: options.allowedOrigin ?? [],
        });
        console.log(id);
      }),
    );
}
