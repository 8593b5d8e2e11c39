import { expect, it, vi } from 'vitest';
import type { JournalEntry } from '../../src/sandbox/justworks/journal.ts';
import {
  inviteServiceAccount,
  startLink,
  startWholeService,
  type WholeService,
} from '../support/whole-service.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const WITHIN = { timeout: 60_000, interval: 50 };

function startService(): Promise<WholeService> {
  // The worker lives in a process of its own and has the machine's clock, so both sides use that one.
  return startWholeService({ companySize: 12, usesSystemClock: true });
}

/** A request at which the worker is held, so that it is at work there when it is killed. */
interface Place {
  method: 'GET' | 'POST';
  path: string;
  /** `slow`: the source has not done it yet; `slow_answer`: it has, and only the answer is missing. */
  fault: 'slow' | 'slow_answer';
}

async function killWorkerAt(service: WholeService, { method, path, fault }: Place): Promise<void> {
  service.sandbox.control.addFault({ fault, path, method, delayMs: 600_000 });
  await using worker = startWorkerProcess(service.environment);
  const isThere = (entry: JournalEntry): boolean => entry.method === method && entry.path.startsWith(path);
  await vi.waitUntil(() => service.sandbox.control.journal().some(isThere), WITHIN);
  await worker.kill();
  service.sandbox.control.clearFaults();
}

async function finishWithAnotherWorker(service: WholeService, isDone: () => Promise<boolean>): Promise<void> {
  await using worker = startWorkerProcess(service.environment);
  await vi.waitUntil(isDone, WITHIN);
  await worker.kill();
}

const ACCEPTANCE: [string, Place][] = [
  ['while the invitation is opened', { method: 'GET', path: '/invitations', fault: 'slow' }],
  ['before the password is set', { method: 'POST', path: '/invitations', fault: 'slow' }],
  [
    'after the password is set, before it knows',
    { method: 'POST', path: '/invitations', fault: 'slow_answer' },
  ],
  ['while it signs in', { method: 'POST', path: '/login', fault: 'slow' }],
  ['before the authenticator is confirmed', { method: 'POST', path: '/tfa', fault: 'slow' }],
  [
    'after the authenticator is confirmed, before it knows',
    { method: 'POST', path: '/tfa', fault: 'slow_answer' },
  ],
  ['while permissions are verified', { method: 'GET', path: '/settings', fault: 'slow' }],
];

it.each(ACCEPTANCE)(
  'a worker killed %s loses nothing: another finishes with the same account',
  async (_when, place) => {
    await using service = await startService();
    const modal = await startLink(service);
    await inviteServiceAccount(service, modal);
    await killWorkerAt(service, place);
    await finishWithAnotherWorker(service, async () => (await modal.view()).state === 'awaiting_permissions');
    const thirdParties = service.sandbox.control.state().thirdParties;
    expect(thirdParties).toHaveLength(1);
    expect(thirdParties[0]).toMatchObject({ hasAuthenticator: true, isLocked: false });
    const accepted = await service.context.db.selectFrom('inbound_messages').select('state').execute();
    expect(accepted).toEqual([{ state: 'accepted' }]);
  },
  120_000,
);
