import closeWithGrace from 'close-with-grace';
import type { Command } from 'commander';
import { loadSandbox } from '../load-sandbox.ts';

interface SandboxOptions {
  port: string;
  smtpHost: string;
  smtpPort: string;
  seed: string;
  size: string;
}

export function addSandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description('start a simulated Justworks alone')
    .option('--port <port>', 'where it listens', '4002')
    .option('--smtp-host <host>', 'where its invitations go', '127.0.0.1')
    .option('--smtp-port <port>', 'where its invitations go', '2525')
    .option('--seed <seed>', 'the same seed makes the same company', 'muster')
    .option('--size <people>', 'how many people the company has, 1 to 100000', '24')
    .action(async (options: SandboxOptions) => {
      const { startSandbox } = await loadSandbox(() => import('../../sandbox/justworks/index.ts'));
      const sandbox = await startSandbox({
        host: '127.0.0.1',
        port: Number(options.port),
        smtpTarget: { host: options.smtpHost, port: Number(options.smtpPort) },
        seed: options.seed,
        companySize: Number(options.size),
      });
      console.log(`Simulated Justworks: ${sandbox.url}/admin`);
      console.log(`Its control panel: ${sandbox.url}/control-panel`);
      closeWithGrace(() => sandbox.close());
    });
}
