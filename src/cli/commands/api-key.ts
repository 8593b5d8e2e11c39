import { Option, type Command } from 'commander';
import { API_KEY_ROLES, createApiKey, revokeApiKey, type ApiKeyRole } from '../../auth/index.ts';
import { invalidInput } from '../../lib/app-error.ts';
import { isUuid } from '../../lib/ids.ts';
import { withContext } from '../with-context.ts';

interface CreateOptions {
  organization: string;
  name: string;
  environment: string;
  role?: ApiKeyRole[];
}

const ORGANIZATION = ['--organization <id>', 'what `organization create` printed'] as const;

export function addApiKeyCommand(program: Command): void {
  const apiKey = program.command('api-key').description('API keys of an organization');
  apiKey
    .command('create')
    .description('make a key and print it; it is stored as a hash and can not be shown again')
    .requiredOption(...ORGANIZATION)
    .requiredOption('--name <name>', 'what the key is for; one key of the organization has it')
    .option('--environment <environment>', 'test or live', 'live')
    .addOption(
      new Option('--role <role...>', 'what it may do, each for itself; all of them unless given').choices(
        API_KEY_ROLES,
      ),
    )
    .action(create);
  apiKey
    .command('revoke <id>')
    .description('end a key for good, within five seconds; the last one that administers stays')
    .requiredOption(...ORGANIZATION)
    .action((id: string, { organization }: { organization: string }) => {
      assertOrganization(organization);
      if (!isUuid(id))
        throw invalidInput('api_key_malformed', 'The id is one that `/api/v1/api-keys` shows.');
      return withContext('api-key', ({ db }) => revokeApiKey(db, { organizationId: organization, id }));
    });
}

function create(options: CreateOptions): Promise<void> {
  const { environment } = options;
  if (environment !== 'test' && environment !== 'live') {
    throw invalidInput('environment_unknown', '--environment must be test or live.');
  }
  assertOrganization(options.organization);
  return withContext('api-key', async ({ db }) => {
    const { key } = await createApiKey(db, {
      organizationId: options.organization,
      name: options.name,
      environment,
      ...(options.role && { roles: options.role }),
    });
    console.log(key);
  });
}

function assertOrganization(id: string): void {
  if (isUuid(id)) return;
  throw invalidInput(
    'organization_malformed',
    '--organization must be the id that `organization create` printed.',
  );
}
