import type { Command } from 'commander';
import { createApiKey } from '../../auth/index.ts';
import { invalidInput } from '../../lib/app-error.ts';
import { isUuid } from '../../lib/ids.ts';
import { withContext } from '../with-context.ts';

interface CreateOptions {
  organization: string;
  name: string;
  environment: string;
}

export function addApiKeyCommand(program: Command): void {
  program
    .command('api-key')
    .description('API keys of an organization')
    .command('create')
    .description('make a key and print it; it is stored as a hash and can not be shown again')
    .requiredOption('--organization <id>', 'what `organization create` printed')
    .requiredOption('--name <name>', 'what the key is for')
    .option('--environment <environment>', 'test or live', 'live')
    .action((options: CreateOptions) => {
      const { environment } = options;
      if (environment !== 'test' && environment !== 'live') {
        throw invalidInput('environment_unknown', '--environment must be test or live.');
      }
      if (!isUuid(options.organization)) {
        throw invalidInput(
          'organization_malformed',
          '--organization must be the id that `organization create` printed.',
        );
      }
      return withContext('api-key', async ({ db }) => {
        const { key } = await createApiKey(db, {
          organizationId: options.organization,
          name: options.name,
          environment,
        });
        console.log(key);
      });
    });
}
