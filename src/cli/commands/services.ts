import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import { createAppContext } from '../../app-context.ts';
import { processEnvironment, readConfiguration } from '../../config/env.ts';
import { startDoors, type DoorName } from '../start-doors.ts';

const DRAIN_TIMEOUT_MS = 30_000;

const COMMANDS: { name: string; doors: DoorName[]; description: string }[] = [
  { name: 'api', doors: ['api'], description: 'serve the REST API and the modal' },
  { name: 'worker', doors: ['worker'], description: 'run jobs, syncs and webhook deliveries' },
  { name: 'mail', doors: ['mail'], description: 'receive invitations by SMTP' },
  { name: 'all', doors: ['api', 'worker', 'mail'], description: 'api, worker and mail in one process' },
];

export function addServiceCommands(program: Command): void {
  for (const { name, doors, description } of COMMANDS) {
    program
      .command(name)
      .description(description)
      .action(() => serve(name, doors));
  }
}

/** Serves until SIGTERM or SIGINT, then takes nothing new, finishes what is at work and ends. */
async function serve(name: string, doors: DoorName[]): Promise<void> {
  const { config, secrets } = readConfiguration(processEnvironment());
  const context = createAppContext(config, secrets, `muster-${name}`);
  const running = await startDoors(context, doors);
  context.log.info({ doors, api: running.apiUrl, smtp_port: running.smtpPort }, 'service_started');
  closeWithGrace({ delay: DRAIN_TIMEOUT_MS }, async ({ err: error, signal }) => {
    if (error) context.log.error({ error }, 'service_failed');
    context.log.info({ signal }, 'service_draining');
    await running.stop();
    await context[Symbol.asyncDispose]();
  });
}
