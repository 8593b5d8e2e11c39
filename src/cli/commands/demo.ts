import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { toError } from '../../lib/app-error.ts';
import { startLinkSession } from '../../linking/index.ts';
import { renderRoster, renderTable, renderWebhooks } from '../demo/print.ts';
import { startDemo, type Demo } from '../demo/start-demo.ts';
import { StepClock } from '../demo/step-clock.ts';
import { walkRoad } from '../demo/walk-road.ts';
import { projectRoot } from '../project-root.ts';

interface DemoFlags {
  once?: boolean;
  json?: boolean;
  census?: string;
  workHistory?: string;
  portBase: string;
  log: string;
}

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('the whole service with a database, a simulated Justworks and a partner app, in one command')
    .option('--once', 'walk the whole road without a person, print what happened, and end')
    .option('--json', 'with --once: the last line is one JSON object')
    .option('--census <file>', 'serve these bytes as the Employee Census Report')
    .option('--work-history <file>', 'serve these bytes as the Work History Report')
    .option('--port-base <port>', 'first of the ports; a taken one moves on to the next free one', '4000')
    .option('--log <level>', 'debug, info, warn, error or silent', 'error')
    .action((flags: DemoFlags) => (flags.once ? runOnce(flags) : runUntilStopped(flags)));
}

function start(flags: DemoFlags, clusterName: string): Promise<Demo> {
  return startDemo({
    portBase: Number(flags.portBase),
    clusterName,
    censusFile: flags.census,
    workHistoryFile: flags.workHistory,
    logLevel: flags.log,
  });
}

async function runOnce(flags: DemoFlags): Promise<void> {
  const clock = new StepClock((line) => console.log(line));
  const stopOnSignal = trackSignals();
  let demo: Demo | undefined;
  try {
    demo = await clock.step('start database, API, worker, mail, sandbox, partner app', () =>
      start(flags, 'once'),
    );
    stopOnSignal.use(demo);
    const hasFixedReports = flags.census !== undefined || flags.workHistory !== undefined;
    const result = await walkRoad(demo, clock, { hasFixedReports });
    console.log(`\n${renderRoster(result.employees)}\n\n${renderWebhooks(result.webhooks)}\n`);
    if (flags.json) {
      console.log(
        JSON.stringify({
          ok: true,
          steps: clock.steps,
          ...result.counts,
          webhooks_received: result.webhooks.length,
          webhooks_verified: result.webhooks.filter((webhook) => webhook.is_verified).length,
          linked_to_first_record_ms: result.linkedToFirstRecordMs,
          by_consent: result.byConsent,
        }),
      );
    }
  } catch (thrown) {
    const reason = reasonsOf(thrown);
    console.error(`The demo failed: ${reason}`);
    if (flags.json) console.log(JSON.stringify({ ok: false, steps: clock.steps, error: reason }));
    process.exitCode = 1;
  } finally {
    await demo?.stop();
    stopOnSignal.end();
  }
}

async function runUntilStopped(flags: DemoFlags): Promise<void> {
  const stopOnSignal = trackSignals();
  console.log('Starting; the first time takes some seconds …');
  const demo = await start(flags, 'demo');
  stopOnSignal.use(demo);
  const { magicLinkUrl } = await startLinkSession(demo.context, {
    organizationId: demo.organizationId,
    environment: 'test',
    endUserOriginId: demo.employer.originId,
    endUserOrganizationName: demo.employer.name,
    endUserEmailAddress: demo.employer.adminEmail,
    integration: null,
    linkExpiryMinutes: 10_080,
    shouldCreateMagicLinkUrl: true,
    connectionMethod: null,
    handover: null,
  });
  await writeDemoFile(demo, magicLinkUrl);
  console.log(
    `\n${renderTable(
      ['part', 'url'],
      [
        ['partner app (begin here)', demo.partnerUrl],
        ['simulated Justworks, admin', `${demo.sandboxUrl}/admin`],
        ["admin's mailbox", demo.mailboxUrl],
        ['API', demo.apiUrl],
        ['SMTP receiver', `127.0.0.1:${demo.smtpPort}`],
        ['database', demo.databaseUrl],
      ],
    )}\n\nOpen the partner app and press "Connect Justworks". The API key is in .muster/demo.json. Ctrl-C ends everything.`,
  );
}

async function writeDemoFile(demo: Demo, linkUrl: string | null): Promise<void> {
  const folder = path.join(projectRoot, '.muster');
  await mkdir(folder, { recursive: true });
  const content = {
    api_url: demo.apiUrl,
    api_key: demo.apiKey,
    partner_url: demo.partnerUrl,
    link_url: linkUrl,
    sandbox_url: demo.sandboxUrl,
    smtp_host: '127.0.0.1',
    smtp_port: demo.smtpPort,
    database_url: demo.databaseUrl,
    webhook_inbox_url: `${demo.partnerUrl}/inbox.json`,
    operator: {
      pid: process.pid,
      organization_id: demo.organizationId,
      end_user_origin_id: demo.employer.originId,
      sandbox_admin_url: `${demo.sandboxUrl}/admin`,
      sandbox_control_url: `${demo.sandboxUrl}/control`,
      mailbox_url: demo.mailboxUrl,
      metrics_url: `${demo.apiUrl}/metrics`,
    },
  };
  await writeFile(path.join(folder, 'demo.json'), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

/** A signal stops the parts in their order, the database last; a second one ends at once. */
function trackSignals(): { use: (demo: Demo) => void; end: () => void } {
  let demo: Demo | undefined;
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    void (demo?.stop() ?? Promise.resolve()).finally(() => process.exit(130));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    use: (started) => (demo = started),
    end: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  };
}

function reasonsOf(thrown: unknown): string {
  const error = toError(thrown);
  return error.cause === undefined ? error.message : `${error.message} ${reasonsOf(error.cause)}`;
}
