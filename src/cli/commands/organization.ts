import type { Command } from 'commander';
import { createOrganization, updateOrganization } from '../../auth/index.ts';
import { withContext } from '../with-context.ts';

const HUB_PAGE = "your page where employers land who start at Justworks' Integrations Hub";

interface CreateOptions {
  name: string;
  serviceFirstName?: string;
  allowedOrigin?: string[];
  hubPageUrl?: string;
}

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
    .option('--hub-page-url <url>', HUB_PAGE)
    .action((options: CreateOptions) =>
      withContext('organization', async ({ db }) => {
        const { id } = await createOrganization(db, {
          name: options.name,
          ...(options.serviceFirstName === undefined ? {} : { serviceFirstName: options.serviceFirstName }),
          ...(options.hubPageUrl === undefined ? {} : { hubPageUrl: options.hubPageUrl }),
          allowedOrigins: options.allowedOrigin ?? [],
        });
        console.log(id);
      }),
    );
  organization
    .command('update <id>')
    .description('change an organization')
    .requiredOption('--hub-page-url <url>', HUB_PAGE)
    .action((id: string, options: { hubPageUrl: string }) =>
      withContext('organization', async ({ db }) => {
        await updateOrganization(db, id, { hubPageUrl: options.hubPageUrl });
      }),
    );
}
