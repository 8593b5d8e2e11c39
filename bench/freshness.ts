import { setTimeout as pause } from 'node:timers/promises';
import { AdminHands } from '../src/cli/demo/admin-hands.ts';
import { ModalHands } from '../src/cli/demo/modal-hands.ts';
import { PartnerHands } from '../src/cli/demo/partner-hands.ts';
import { startDemo, type Demo } from '../src/cli/demo/start-demo.ts';
import { ceilingFigure, type Figure } from './support/figure.ts';
import { percentile } from './support/percentile.ts';

const CHANGES = 120;
const EVERY_MS = 400;
const WAIT_MS = 60_000;
const MAX_P99_SECONDS = 5;

interface Change {
  name: string;
  madeAt: number;
  /** How long the source itself took to take the change and answer. */
  takenMs: number;
}

interface InboxLine {
  type: string;
  received_at: string;
  data: { record?: { preferred_name: string | null } };
}

/**
 * From a change at the source to the partner's verified webhook, by way of the source's own webhook: every part really
 * listening, real time, changes coming faster than a sync takes.
 */
export async function measure(): Promise<Figure[]> {
  const demo = await startDemo({
    portBase: 42_000,
    clusterName: 'bench-freshness',
    censusFile: undefined,
    workHistoryFile: undefined,
    logLevel: 'error',
  });
  try {
    const admin = new AdminHands(demo.sandboxUrl);
    await link(demo, admin);
    const changes = await changePeople(admin);
    const seconds = await hear(demo, changes);
    const limit = percentile(
      changes.map(({ takenMs }) => takenMs / 1000),
      0.99,
    );
    const most = { max: MAX_P99_SECONDS, unit: 's' };
    return [
      ceilingFigure(
        'change at the source to webhook received, p50, s',
        percentile(seconds, 0.5),
        limit,
        most,
      ),
      ceilingFigure(
        'change at the source to webhook received, p99, s',
        percentile(seconds, 0.99),
        limit,
        most,
      ),
    ];
  } finally {
    await demo.stop();
  }
}

async function link(demo: Demo, admin: AdminHands): Promise<void> {
  const partner = new PartnerHands(demo);
  const modal = new ModalHands(demo.apiUrl, await partner.connectByConsent('employer-2'));
  await modal.consent();
  await admin.authorize(await modal.takeAuthorizationUrl());
  await modal.waitFor('linked', WAIT_MS);
  await partner.takeAccount(await modal.takePublicToken());
  await partner.waitForRunAfter(null, WAIT_MS);
}

/** One person after another gets a name that nobody had. */
async function changePeople(admin: AdminHands): Promise<Change[]> {
  const members = await admin.listMembers();
  const changes: Change[] = [];
  for (let place = 0; place < CHANGES; place += 1) {
    const name = `Robin ${place}`;
    const madeAt = Date.now();
    await admin.changeEmployee(members[place % members.length]!.id, { preferredName: name });
    changes.push({ name, madeAt, takenMs: Date.now() - madeAt });
    await pause(Math.max(0, madeAt + EVERY_MS - Date.now()));
  }
  return changes;
}

/** Seconds until each change was told; throws when one never is. */
async function hear(demo: Demo, changes: readonly Change[]): Promise<number[]> {
  const partner = new PartnerHands(demo);
  for (const endsAt = Date.now() + WAIT_MS; ; await pause(250)) {
    const lines = (await partner.inbox()) as unknown as InboxLine[];
    const told = new Map<string, number>();
    for (const { type, received_at, data } of lines) {
      const name = data.record?.preferred_name;
      if (type === 'employee.updated' && name && !told.has(name)) told.set(name, Date.parse(received_at));
    }
    const missing = changes.filter(({ name }) => !told.has(name));
    if (missing.length === 0) return changes.map(({ name, madeAt }) => (told.get(name)! - madeAt) / 1000);
    if (Date.now() > endsAt) throw new Error(`${missing.length} changes were never told.`);
  }
}
