import type { SessionView } from '../../linking/session-view.ts';
import { AdminHands } from './admin-hands.ts';
import { ModalHands } from './modal-hands.ts';
import { PartnerHands } from './partner-hands.ts';
import type { Demo } from './start-demo.ts';
import { walkConsent, type ConsentResult } from './walk-consent.ts';
import type { StepClock } from './step-clock.ts';

const WAIT_MS = 60_000;

export interface RoadResult {
  employees: Record<string, unknown>[];
  counts: { employees: number; employments: number; groups: number; locations: number };
  webhooks: { type: string; is_verified: boolean }[];
  linkedToFirstRecordMs: number;
  /** Null where the reports are given: the Partner API knows nothing of them. */
  byConsent: ConsentResult | null;
}

/** The whole road without a person: link, sync, read, change, hear of it. A step that fails throws with its reason. */
export async function walkRoad(
  demo: Demo,
  clock: StepClock,
  options: { hasFixedReports: boolean },
): Promise<RoadResult> {
  const admin = new AdminHands(demo.sandboxUrl);
  const partner = new PartnerHands(demo);
  const modal = await clock.step(
    'ask for a link token',
    async () => new ModalHands(demo.apiUrl, await partner.connect()),
  );
  await linkAccount(modal, admin, clock);
  const linkedAt = Date.now();
  await clock.step('exchange the public token', async () =>
    partner.handOverPublicToken(await modal.takePublicToken()),
  );
  const linkedToFirstRecordMs = await clock.step('first sync', async () => {
    await partner.waitForRunAfter(null, WAIT_MS);
    if ((await partner.countOnFirstPage('employees')) === 0)
      throw new Error('The first sync brought no employee.');
    return Date.now() - linkedAt;
  });
  if (!options.hasFixedReports) await changeThings(partner, admin, clock);
  await syncUnchanged(partner, clock);
  const result = await readBack(partner, clock, linkedToFirstRecordMs);
  const byConsent = options.hasFixedReports ? null : await walkConsent(demo, admin, clock);
  return { ...result, byConsent };
}

async function linkAccount(modal: ModalHands, admin: AdminHands, clock: StepClock): Promise<void> {
  const view = await clock.step('consent in the modal', () => modal.consent());
  const thirdPartyId = await clock.step('admin adds the service account', () =>
    admin.addThirdParty(view.service_account.form),
  );
  const waiting = await clock.step('invitation received, accepted, signed in', () =>
    modal.waitFor('awaiting_permissions', WAIT_MS),
  );
  await clock.step('admin grants the permissions', () =>
    admin.grantPermissions(thirdPartyId, neededPermissions(waiting)),
  );
  await clock.step('check again: every permission granted, linked', async () => {
    await modal.checkPermissions();
    await modal.waitFor('linked', WAIT_MS);
  });
}

function neededPermissions(view: SessionView): string[] {
  const missing = view.permissions.filter(
    (permission) => permission.is_required && permission.state !== 'granted',
  );
  if (missing.length === 0)
    throw new Error('A new service account has no permission yet, but none was named as missing.');
  return [...new Set(view.permissions.flatMap((permission) => permission.permissions))];
}

async function changeThings(partner: PartnerHands, admin: AdminHands, clock: StepClock): Promise<void> {
  const start = (await partner.inbox()).length;
  const [leaver, mover] = (await partner.listAll('employees')).filter(
    (employee) => employee['employment_status'] === 'ACTIVE' && employee['work_email'] !== null,
  );
  const members = await admin.listMembers();
  const memberIdOf = (employee: Record<string, unknown> | undefined): string => {
    const member = members.find(
      (candidate) => candidate.workEmail?.toLowerCase() === employee?.['work_email'],
    );
    if (!member) throw new Error('The simulated Justworks does not know a person of the roster.');
    return member.id;
  };
  await clock.step('admin hires, terminates and changes an address', async () => {
    await admin.hire({ ...newHire, startDate: inTwoWeeks() });
    await admin.scheduleTermination(memberIdOf(leaver), inTwoWeeks());
    await admin.changeEmployee(memberIdOf(mover), { street1: '9 Alder Court', street2: '' });
  });
  await clock.step('sync', () => partner.sync(WAIT_MS));
  await clock.step('webhooks tell of the three changes', async () => {
    await partner.waitForWebhook(
      start,
      isAbout('employee.created', 'work_email', newHire.workEmail),
      'hire',
      WAIT_MS,
    );
    await partner.waitForWebhook(
      start,
      isAbout('employee.updated', 'id', leaver?.['id']),
      'termination',
      WAIT_MS,
    );
    await partner.waitForWebhook(
      start,
      isAbout('location.updated', 'street_1', '9 Alder Court'),
      'address',
      WAIT_MS,
    );
  });
  await clock.step('lifecycle events tell who is to start and who is to leave', async () => {
    await partner.waitForWebhook(
      start,
      isAbout('employee.onboarding_scheduled', 'work_email', newHire.workEmail),
      'start to come',
      WAIT_MS,
    );
    await partner.waitForWebhook(
      start,
      isAbout('employee.offboarding_scheduled', 'id', leaver?.['id']),
      'end to come',
      WAIT_MS,
    );
  });
}

const newHire = {
  firstName: 'Odalys',
  lastName: 'Wren',
  workEmail: 'odalys.wren@juniper-vale.example',
  jobTitle: 'Support Engineer',
};

function inTwoWeeks(): string {
  return new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
}

function isAbout(type: string, field: string, value: unknown) {
  return (entry: { type: string; data: Record<string, unknown> }): boolean =>
    entry.type === type && (entry.data['record'] as Record<string, unknown> | undefined)?.[field] === value;
}

/** The same source again must cost nobody anything: no record changes, and no record's event is sent. */
async function syncUnchanged(partner: PartnerHands, clock: StepClock): Promise<void> {
  await clock.step('unchanged source: nothing written, nothing sent', async () => {
    const before = await partner.listAll('employees');
    const start = (await partner.inbox()).length;
    await partner.sync(WAIT_MS);
    const sent = (await partner.inbox()).slice(start).filter((entry) => !entry.type.startsWith('sync.'));
    if (sent.length > 0) throw new Error(`${sent.length} webhooks came though nothing had changed.`);
    if (JSON.stringify(await partner.listAll('employees')) !== JSON.stringify(before)) {
      throw new Error('The roster changed though the source had not.');
    }
  });
}

async function readBack(
  partner: PartnerHands,
  clock: StepClock,
  linkedToFirstRecordMs: number,
): Promise<Omit<RoadResult, 'byConsent'>> {
  return clock.step('read the roster and the inbox', async () => {
    await partner.waitForWebhook(
      0,
      (entry) => entry.type === 'linked_account.linked',
      'linked_account.linked',
      WAIT_MS,
    );
    await partner.waitForWebhook(0, (entry) => entry.type === 'sync.completed', 'sync.completed', WAIT_MS);
    const employees = await partner.listAll('employees');
    const webhooks = await partner.inbox();
    const refused = webhooks.filter((webhook) => !webhook.is_verified);
    if (refused.length > 0) throw new Error(`${refused.length} webhooks had a signature that does not hold.`);
    const counts = {
      employees: employees.length,
      employments: (await partner.listAll('employments')).length,
      groups: (await partner.listAll('groups')).length,
      locations: (await partner.listAll('locations')).length,
    };
    return { employees, counts, webhooks, linkedToFirstRecordMs };
  });
}
