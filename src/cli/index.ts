import { Command } from 'commander';
import { AppError } from '../lib/app-error.ts';

type AddCommands = (program: Command) => void;

/** In the order of the help. What a command does not need is not loaded: a worker starts in two thirds of the time. */
const COMMANDS: { names: string[]; load: () => Promise<AddCommands> }[] = [
  {
    names: ['api', 'worker', 'mail', 'all'],
    load: async () => (await import('./commands/services.ts')).addServiceCommands,
  },
  { names: ['mail'], load: async () => (await import('./commands/mail-import.ts')).addMailImportCommand },
  { names: ['justworks'], load: async () => (await import('./commands/justworks.ts')).addJustworksCommand },
  { names: ['migrate'], load: async () => (await import('./commands/migrate.ts')).addMigrateCommand },
  { names: ['health'], load: async () => (await import('./commands/health.ts')).addHealthCommand },
  {
    names: ['organization'],
    load: async () => (await import('./commands/organization.ts')).addOrganizationCommand,
  },
  { names: ['api-key'], load: async () => (await import('./commands/api-key.ts')).addApiKeyCommand },
  { names: ['account', 'person'], load: async () => (await import('./commands/erase.ts')).addEraseCommands },
  { names: ['runs'], load: async () => (await import('./commands/runs.ts')).addRunsCommand },
  { names: ['run'], load: async () => (await import('./commands/run.ts')).addRunCommand },
  { names: ['demo'], load: async () => (await import('./commands/demo.ts')).addDemoCommand },
  { names: ['sandbox'], load: async () => (await import('./commands/sandbox.ts')).addSandboxCommand },
  { names: ['sync'], load: async () => (await import('./commands/sync.ts')).addSyncCommand },
  { names: ['openapi'], load: async () => (await import('./commands/openapi.ts')).addOpenApiCommand },
];

/** Runs one command; a failure prints what is wrong and what to do, and ends with code 1. */
export async function runCommandLine(argv: string[]): Promise<void> {
  const program = new Command('muster').description('The self-hosted unified HRIS API.').showHelpAfterError();
  for (const addCommands of await loadCommands(argv[2])) addCommands(program);
  try {
    await program.parseAsync(argv);
  } catch (thrown) {
    console.error(thrown instanceof AppError ? thrown.message : thrown);
    process.exitCode = 1;
  }
}

/** The commands of that name; all of them for the help and for a name that there is not. */
function loadCommands(name: string | undefined): Promise<AddCommands[]> {
  const named = COMMANDS.filter(({ names }) => names.includes(name ?? ''));
  return Promise.all((named.length > 0 ? named : COMMANDS).map(({ load }) => load()));
}
