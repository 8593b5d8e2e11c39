import type { Command } from 'commander';
import { toError } from '../../lib/app-error.ts';
import { startLinkSession } from '../../linking/index.ts';
import { writeDemoFile } from '../demo/demo-file.ts';
import { renderTable } from '../demo/print.ts';
import { showRoad } from '../demo/show-road.ts';
import { startDemo, type Demo } from '../demo/start-demo.ts';
import { StepClock } from '../demo/step-clock.ts';
import { stopOnSignal } from '../demo/stop-on-signal.ts';
import { playTour } from '../demo/tour/play-tour.ts';

interface DemoFlags {
  once?: boolean;
  tour?: boolean;
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
    .option('--tour', 'the tour of five minutes; with --once it is played without a person')
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
    hasPerson: !flags.once,
  });
}

async function runOnce(flags: DemoFlags): Promise<void> {
  const clock = new StepClock((line) => console.log(line));
  const signals = stopOnSignal();
  let demo: Demo | undefined;
  try {
    demo = await clock.step('start database, API, worker, mail, sandbox, partner app', () =>
      start(flags, 'once'),
    );
    signals.use(demo);
    const told = await (flags.tour ? showTour(demo, clock) : showRoad(demo, clock, roadOptions(flags)));
    if (flags.json) console.log(JSON.stringify({ ok: true, steps: clock.steps, ...told }));
  } catch (thrown) {
    const reason = reasonsOf(thrown);
    console.error(`The demo failed: ${reason}`);
    if (flags.json) console.log(JSON.stringify({ ok: false, steps: clock.steps, error: reason }));
    process.exitCode = 1;
  } finally {
    await demo?.stop();
    signals.end();
  }
}

const roadOptions = (flags: DemoFlags) => ({
  hasFixedReports: flags.census !== undefined || flags.workHistory !== undefined,
});

async function showTour(demo: Demo, clock: StepClock): Promise<object> {
  const steps = await playTour(demo.tour, clock, (line) => console.log(line));
  return { tour: steps.map(({ title, seen }) => ({ title, seen })) };
}

async function runUntilStopped(flags: DemoFlags): Promise<void> {
  const signals = stopOnSignal();
  console.log('Starting; the first time takes some seconds …');
  const demo = await start(flags, 'demo');
  signals.use(demo);
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
  console.log(`\n${renderPlaces(demo, flags)}`);
}

function renderPlaces(demo: Demo, flags: DemoFlags): string {
  const beginHere = (isHere: boolean): string => (isHere ? ' (begin here)' : '');
  const table = renderTable(
    ['part', 'url'],
    [
      [`partner app${beginHere(!flags.tour)}`, demo.partnerUrl],
      [`tour of five minutes${beginHere(flags.tour ?? false)}`, `${demo.partnerUrl}/tour`],
      ['simulated Justworks, admin', `${demo.sandboxUrl}/admin`],
      ["admin's mailbox", demo.mailboxUrl],
      ['API', demo.apiUrl],
      ['SMTP receiver', `127.0.0.1:${demo.smtpPort}`],
      ['database', demo.databaseUrl],
    ],
  );
  const first = flags.tour
    ? 'Open the tour and play its first step.'
    : 'Open the partner app and press "Connect Justworks".';
  return `${table}\n\n${first} The API key is in .muster/demo.json. Ctrl-C ends everything.`;
}

function reasonsOf(thrown: unknown): string {
  const error = toError(thrown);
  return error.cause === undefined ? error.message : `${error.message} ${reasonsOf(error.cause)}`;
}
