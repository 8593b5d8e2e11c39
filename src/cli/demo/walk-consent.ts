import { ModalHands } from './modal-hands.ts';
import { PartnerHands } from './partner-hands.ts';
import type { AdminHands } from './admin-hands.ts';
import type { Demo } from './start-demo.ts';
import type { StepClock } from './step-clock.ts';

const WAIT_MS = 60_000;

export interface ConsentResult {
  employees: number;
  payroll_runs: number;
  time_off: number;
  /** From a change at the source, over its own webhook, to the partner's. */
  change_to_webhook_ms: number;
}

/** The other road: the employer's admin consents at the source, and the Partner API is read instead of the pages. */
export async function walkConsent(demo: Demo, admin: AdminHands, clock: StepClock): Promise<ConsentResult> {
  const partner = new PartnerHands(demo);
  const modal = new ModalHands(demo.apiUrl, await partner.connectByConsent('employer-2'));
  await clock.step('by consent: the admin authorizes the app', async () => {
    await modal.consent();
    await admin.authorize(await modal.takeAuthorizationUrl());
    await modal.waitFor('linked', WAIT_MS);
  });
  await clock.step('by consent: first sync', async () => {
    await partner.takeAccount(await modal.takePublicToken());
    await partner.waitForRunAfter(null, WAIT_MS);
  });
  const change_to_webhook_ms = await clock.step(
    'by consent: a change is told without waiting for the schedule',
    () => changeAndHear(partner, admin),
  );
  return {
    employees: (await partner.listAll('employees')).length,
    payroll_runs: (await partner.listAll('payroll-runs')).length,
    time_off: (await partner.listAll('time-off')).length,
    change_to_webhook_ms,
  };
}

async function changeAndHear(partner: PartnerHands, admin: AdminHands): Promise<number> {
  const person = (await partner.listAll('employees')).find((one) => one['work_email'] !== null);
  if (!person) throw new Error('Nobody has a work e-mail.');
  const member = (await admin.listMembers()).find(
    ({ workEmail }) => workEmail?.toLowerCase() === person['work_email'],
  );
  const start = (await partner.inbox()).length;
  const startedAt = Date.now();
  await admin.changeEmployee(member!.id, { preferredName: 'Robin' });
  await partner.waitForWebhook(
    start,
    ({ type, data }) => type === 'employee.updated' && isRecord(data, person['id']),
    'employee.updated',
    WAIT_MS,
  );
  return Date.now() - startedAt;
}

function isRecord(data: Record<string, unknown>, id: unknown): boolean {
  return (data['record'] as Record<string, unknown> | undefined)?.['id'] === id;
}
