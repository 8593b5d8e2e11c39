import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createAppContext, type AppContext } from '../src/app-context.ts';
import { readConfiguration } from '../src/config/env.ts';
import { startAsked, type AskedProcess } from './support/asked-process.ts';
import { ceilingFigure, costFigure, ratioFigure, type Figure } from './support/figure.ts';
import { median } from './support/interleave.ts';
import { startServiceDatabase } from './support/service-database.ts';
import type { BareWish } from './support/webhook-bare.ts';
import {
  allRecorded,
  announcePeople,
  readBodies,
  seedWebhooks,
  type WebhookWorld,
} from './support/webhook-events.ts';

const ENDPOINTS = Number(process.env['BENCH_ENDPOINTS'] ?? 45);
const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 10_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** A round of throughput takes a second, and varies with whatever else the machine does in it. */
const THROUGHPUT_ROUNDS = Number(process.env['BENCH_THROUGHPUT_ROUNDS'] ?? 12);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const MEMORY_EVENTS = Number(process.env['BENCH_MEMORY_EVENTS'] ?? 100_000);
const CONCURRENCY = 50;
const PEOPLE = 100;
const MIN_RATIO = 0.6;
const MAX_FIRST_ATTEMPT_MS = 1000;
const MAX_MOVE = 1.2;
const MAX_GROWTH_MB = 20;
const STEPS_PER_SECOND = 20;

interface Stage {
  context: AppContext;
  world: WebhookWorld;
  receiver: AskedProcess;
  worker: AskedProcess;
}

/** Deliveries through the whole service, beside a loop that signs and posts the same bodies. */
export async function measure(): Promise<Figure[]> {
  await using database = await startServiceDatabase('bench-webhooks');
  await using receiver = await startAsked('webhook-receiver.ts');
  const { url } = await receiver.ask<{ url: string }>({ ask: 'url' });
  const environment = {
    DATABASE_URL: database.url,
    LINK_MAIL_DOMAIN: 'link.partner.example',
    MUSTER_SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    MUSTER_WEBHOOK_ALLOW_LOOPBACK_HTTP: 'true',
    MUSTER_ALLOWED_PRIVATE_HOSTS: new URL(url).host,
    MUSTER_WEBHOOK_CONCURRENCY: String(CONCURRENCY),
    MUSTER_LOG_LEVEL: 'warn',
  };
  const { config, secrets } = readConfiguration(environment);
  await using context = createAppContext(config, secrets, 'muster-bench');
  const world = await seedWebhooks(context, url, { endpoints: ENDPOINTS, people: PEOPLE });
  const nodeOptions = ['--expose-gc', '--max-semi-space-size=8', ...profileOptions()];
  await using worker = await startAsked('webhook-worker.ts', environment, nodeOptions);
  const stage = { context, world, receiver, worker };
  const { figure, perSecond } = await measureThroughput(stage, url);
  if (process.env['BENCH_ONLY'] === 'throughput') return [figure];
  return [figure, ...(await measureLatency(stage, perSecond / 2)), await measureMemory(stage)];
}

/** `BENCH_PROFILE=DIR`: the worker leaves a CPU profile there when it ends. */
function profileOptions(): string[] {
  const directory = process.env['BENCH_PROFILE'];
  return directory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${directory}`];
}

async function measureThroughput(stage: Stage, url: string): Promise<{ figure: Figure; perSecond: number }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-webhooks-'));
  await using bare = await startAsked('webhook-bare.ts');
  const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  try {
    const bodies = path.join(directory, 'bodies.json');
    for (let round = 0; round <= THROUGHPUT_ROUNDS; round += 1) {
      const ours = await deliverAll(stage, EVENTS);
      if (round === 0) await writeFile(bodies, JSON.stringify(await readBodies(stage.context)));
      const wish: BareWish = { url, bodies, count: EVENTS, connections: CONCURRENCY };
      const { perSecond } = await bare.ask<{ perSecond: number }>(wish);
      // The first round warms up.
      if (round === 0) continue;
      rates.ours.push(ours);
      rates.bare.push(perSecond);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
  console.log(`deliveries/s: ${JSON.stringify(rates)}`);
  const perSecond = median(rates.ours);
  return {
    figure: ratioFigure('deliveries/s beside signing and posting', perSecond, median(rates.bare), MIN_RATIO),
    perSecond,
  };
}

/** From the commit of the events until the last delivery is written down; per second. */
async function deliverAll({ context, world }: Stage, count: number): Promise<number> {
  const { committedAt } = await announcePeople(context, world, world.accounts.slice(0, -1), count);
  await allRecorded(context, world);
  return count / ((Date.now() - committedAt) / 1000);
}

interface Spread {
  p95: number;
  p99: number;
}

async function measureLatency(stage: Stage, perSecond: number): Promise<Figure[]> {
  const quiet: Spread[] = [];
  const hanging: Spread[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    quiet.push(await steadily(stage, perSecond, { isOneHanging: false }));
    hanging.push(await steadily(stage, perSecond, { isOneHanging: true }));
  }
  console.log(`first attempts at ${Math.round(perSecond)}/s, ms: ${JSON.stringify({ quiet, hanging })}`);
  const p99 = median(quiet.map((spread) => spread.p99));
  const p95 = (spreads: Spread[]) => median(spreads.map((spread) => spread.p95));
  return [
    ceilingFigure('first attempt after the commit, p99, ms', p99, MAX_FIRST_ATTEMPT_MS, {
      max: MAX_FIRST_ATTEMPT_MS,
      unit: 'ms',
    }),
    costFigure('others while one endpoint hangs, p95, ms', p95(hanging), p95(quiet), MAX_MOVE),
  ];
}

/** Events at an even rate, in many small transactions as accounts have them; how long until the receiver has each. */
async function steadily(
  { context, world, receiver }: Stage,
  perSecond: number,
  { isOneHanging }: { isOneHanging: boolean },
): Promise<Spread> {
  await receiver.ask({ ask: 'reset' });
  const committed = new Map<string, number>();
  const startedAt = performance.now();
  const perStep = Math.max(Math.round(perSecond / STEPS_PER_SECOND), 1);
  for (let step = 0; step < SECONDS * STEPS_PER_SECOND; step += 1) {
    const { ids, committedAt } = await announcePeople(context, world, [pick(world, step)], perStep);
    for (const id of ids) committed.set(id, committedAt);
    if (isOneHanging) await announcePeople(context, world, world.accounts.slice(-1), 5);
    await pause(Math.max(startedAt + ((step + 1) * 1000) / STEPS_PER_SECOND - performance.now(), 0));
  }
  await receiver.ask({ ask: { waitFor: committed.size } });
  const { arrivals } = await receiver.ask<{ arrivals: [string, number][] }>({ ask: 'arrivals' });
  const times = arrivals.map(([id, at]) => at - (committed.get(id) ?? at)).sort((a, b) => a - b);
  const at = (share: number): number => Math.max(times[Math.ceil(times.length * share) - 1] ?? Infinity, 1);
  return { p95: at(0.95), p99: at(0.99) };
}

const pick = ({ accounts }: WebhookWorld, step: number) => accounts[step % (accounts.length - 1)]!;

async function measureMemory(stage: Stage): Promise<Figure> {
  const grow = async (count: number): Promise<number> => {
    for (let left = count; left > 0; left -= EVENTS) await deliverAll(stage, Math.min(left, EVENTS));
    return (await stage.worker.ask<{ megabytes: number }>({})).megabytes;
  };
  const before = await grow(MEMORY_EVENTS / 5);
  const after = await grow((MEMORY_EVENTS / 5) * 4);
  return ceilingFigure(
    `memory, from ${MEMORY_EVENTS / 5} to ${MEMORY_EVENTS} events, MB`,
    after - before,
    before,
    {
      max: MAX_GROWTH_MB,
      unit: 'MB',
    },
  );
}
