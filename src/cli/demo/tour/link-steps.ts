import type { SessionView } from '../../../linking/session-view.ts';
import { waitUntil } from '../wait-until.ts';
import { expectThat, given, type TourStep, type TourWorld } from './tour-world.ts';

const WAIT_MS = 60_000;
const PHONE_WAIT_MS = 10_000;
const FORGOTTEN = 'View invoices & reporting';

const neededBy = (view: SessionView): string[] => [
  ...new Set(view.permissions.flatMap(({ permissions }) => permissions)),
];
const missingIn = (view: SessionView): string[] =>
  view.permissions.filter(({ state }) => state === 'missing').map(({ unlocks }) => unlocks);

const openModal: TourStep = {
  title: 'The admin opens the modal on a phone',
  tells:
    'The product asks Muster for a link token and opens the modal with it. It says in plain words what will be read, by whom and how to stop.',
  look: 'the phone. Read and agree there; or leave it, and the next step agrees for you.',
  async play(world) {
    const view = await (await world.modal()).view();
    expectThat(view.state === 'awaiting_consent', `the admin is asked (the session is ${view.state})`);
    return [`${view.organization.name} asks ${view.employer_name} for its consent; nothing was read yet.`];
  },
};

const forgetPermission: TourStep = {
  title: 'One permission is forgotten',
  tells: `The admin adds the service account in Justworks with the values that the modal shows, and ticks all permissions but one: ${FORGOTTEN}. Muster receives the invitation by mail, accepts it, signs in and tries each permission.`,
  look: 'the phone: it goes on by itself and names what is missing, what it unlocks and where to tick it.',
  async play(world) {
    const modal = await world.modal();
    const shown = await modal.view();
    const { service_account } = shown.state === 'awaiting_consent' ? await modal.consent() : shown;
    const thirdPartyId = await world.admin.addThirdParty(service_account.form);
    world.left.thirdPartyId = thirdPartyId;
    const view = await modal.waitFor('awaiting_permissions', WAIT_MS);
    const needed = neededBy(view);
    expectThat(needed.includes(FORGOTTEN), `${FORGOTTEN} is needed`);
    await world.admin.grantPermissions(
      thirdPartyId,
      needed.filter((one) => one !== FORGOTTEN),
    );
    await modal.checkPermissions();
    const isNamed = (one: SessionView) =>
      one.state === 'awaiting_permissions' && one.permissions.some(({ state }) => state === 'granted');
    const checked = await waitUntil(() => modal.view(), isNamed, 'The check of permissions', WAIT_MS);
    const missing = missingIn(checked);
    expectThat(missing.length > 0 && missing.length < checked.permissions.length, 'only some are missing');
    return [
      'The invitation arrived, was accepted, and an authenticator was enrolled.',
      `Missing: ${FORGOTTEN}. Without it these are not read: ${missing.join('; ')}`,
    ];
  },
};

const grantAndSync: TourStep = {
  title: 'The admin ticks it, and the roster arrives',
  tells:
    'The admin ticks the missing box and presses "Check again". The account is linked, the product gets its account token, and the first sync begins. The product has a rule: the first department becomes a group of its own.',
  look: 'the three columns below: the roster fills, a webhook comes for each record, and tasks appear for who is to start or to leave.',
  async play(world) {
    const modal = await world.modal();
    await world.admin.grantPermissions(
      given(world.left.thirdPartyId, 'service account'),
      neededBy(await modal.view()),
    );
    await modal.checkPermissions();
    await modal.waitFor('linked', WAIT_MS);
    await handOver(world);
    await world.product.waitForEvent(0, 'sync.completed');
    const people = await world.product.roster();
    expectThat(people.length > 0, 'the first sync brought people');
    const [, first] = [
      await waitForGroups(world, people.length),
      (await world.product.groups()).departments[0],
    ];
    const department = given(first, 'department');
    await world.product.setRule(department.id, `${department.name} laptops`);
    const { members } = await world.product.groups();
    const inGroup = members.filter(({ group }) => group === `${department.name} laptops`).length;
    expectThat(inGroup > 0, 'the rule put people into its group');
    const inbox = await world.product.inbox();
    expectThat(
      inbox.every(({ is_verified }) => is_verified),
      'every signature holds',
    );
    return [
      `${people.length} people, ${inbox.length} webhooks, every signature holds.`,
      `By the rule, ${inGroup} people of ${department.name} are in the group "${department.name} laptops".`,
    ];
  },
};

/** The phone's page does it where a person has it open; else we take the token as that page would. */
async function handOver(world: TourWorld): Promise<void> {
  const isConnected = async (): Promise<boolean> =>
    (await world.product.connectionState()).state !== 'not connected';
  if (world.isPhoneInUse) {
    const isByPhone = await waitUntil(isConnected, Boolean, 'The phone', PHONE_WAIT_MS).catch(() => false);
    if (isByPhone) return;
  }
  await world.product.handOver(await (await world.modal()).takePublicToken());
}

/** Each person's webhook has come, so each is in a group, but for those who have left. */
async function waitForGroups(world: TourWorld, people: number): Promise<void> {
  const countCreated = async (): Promise<number> =>
    (await world.product.inbox()).filter(({ type }) => type === 'employee.created').length;
  await waitUntil(countCreated, (count) => count >= people, 'A webhook for each person', WAIT_MS);
}

export const LINK_STEPS: readonly TourStep[] = [openModal, forgetPermission, grantAndSync];
