import { Command } from 'commander';
import { AppError } from '../lib/app-error.ts';
import { addApiKeyCommand } from './commands/api-key.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEraseCommands } from './commands/erase.ts';
import { addHealthCommand } from './commands/health.ts';
import { addJustworksCommand } from './commands/justworks.ts';
import { addMailImportCommand } from './commands/mail-import.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addOpenApiCommand } from './commands/openapi.ts';
import { addOrganizationCommand } from './commands/organization.ts';
import { addRunCommand } from './commands/run.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addServiceCommands } from './commands/services.ts';
import { addSyncCommand } from './commands/sync.ts';

/** Runs one command; a failure prints what is wrong and what to do, and ends with code 1. */
export async function runCommandLine(argv: string[]): Promise<void> {
  const program = new Command('muster').description('The self-hosted unified HRIS API.').showHelpAfterError();
  addServiceCommands(program);
  addMailImportCommand(program);
  addJustworksCommand(program);
  addMigrateCommand(program);
  addHealthCommand(program);
  addOrganizationCommand(program);
  addApiKeyCommand(program);
  addEraseCommands(program);
  addRunsCommand(program);
  addRunCommand(program);
  addDemoCommand(program);
  addSandboxCommand(program);
  addSyncCommand(program);
  addOpenApiCommand(program);
  try {
    await program.parseAsync(argv);
  } catch (thrown) {
    console.error(thrown instanceof AppError ? thrown.message : thrown);
    process.exitCode = 1;
  }
}
