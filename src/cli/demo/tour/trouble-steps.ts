import { waitUntil } from '../wait-until.ts';
import type { Person } from './product-hands.ts';
import { expectThat, given, type TourStep, type TourWorld } from './tour-world.ts';

const WAIT_MS = 60_000;
const CENSUS = '/report-files/employee_census';
/** Of the rows, those that are lost: one person is left of a company of 24. */
const NEARLY_ALL = 0.95;
const LOST = 'Edit company settings';

const toIds = (people: readonly Person[]): string[] => people.map(({ id }) => id).sort();
const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

const emptyReport: TourStep = {
  title: 'Justworks gives out an empty report',
  tells:
    'The report of the simulated Justworks holds a header and nobody: no employer looks like that, so it is refused. The next one holds a single person, which may be true: the run is held until somebody decides. A sync that believed either would delete people.',
  look: 'the webhooks: sync.failed, then sync.held, and nothing about people. The roster stays as it was.',
  async play({ product, control, left }) {
    const start = (await product.inbox()).length;
    const before = toIds(await product.roster());
    await control.addFault({ fault: 'header_only_report', path: CENSUS });
    const refused = await product.sync();
    expectThat(refused.state === 'failed', `the empty report is refused (the run is ${refused.state})`);
    await product.waitForEvent(start, 'sync.failed');
    await control.clearFaults();
    await control.addFault({ fault: 'missing_rows', ratio: NEARLY_ALL });
    const held = await product.sync();
    expectThat(held.state === 'held', `the nearly empty report is held (the run is ${held.state})`);
    await product.waitForEvent(start, 'sync.held');
    expectThat(isSame(toIds(await product.roster()), before), 'the roster is as it was');
    left.heldRunId = held.id;
    left.rosterBefore = before;
    return [
      'Refused: the report without anybody. Webhook: sync.failed.',
      `Held: ${held.findings.map(({ detail }) => detail).join('; ')}. Webhook: sync.held.`,
      `${held.counts?.['employee']?.deleted ?? 0} people would be deleted; all ${before.length} are still served.`,
    ];
  },
};

const releaseAndMend: TourStep = {
  title: 'It is released, and the next whole report mends it',
  tells:
    'A person may say that the report is right, and release the run: it then does exactly what it showed. Here that is a mistake. Afterwards the report is whole again, and a sync is asked for.',
  look: 'the roster: everybody goes, and everybody is back under the same ids, so that nothing in the product loses its person.',
  async play({ product, control, left }) {
    const start = (await product.inbox()).length;
    const before = given(left.rosterBefore, 'roster of before');
    const released = await product.release(given(left.heldRunId, 'held run'));
    await product.waitForEvent(start, 'sync.released');
    const gone = before.length - (await product.roster()).length;
    expectThat(gone === released.counts?.['employee']?.deleted, 'exactly what was shown was done');
    await control.clearFaults();
    await product.sync();
    expectThat(isSame(toIds(await product.roster()), before), 'everybody is back under the same id');
    return [
      `Released: ${gone} people were deleted, as the run had shown.`,
      `One sync later all ${before.length} are back, each under the same id.`,
    ];
  },
};

const loseAndRecover: TourStep = {
  title: 'A permission is lost and comes back',
  tells: `The admin takes the permission "${LOST}" away. What it feeds is no longer read, and stays as it was; people go on. Then the admin ticks it again.`,
  look: 'the webhooks: linked_account.permission_lost, then linked_account.recovered. The tile on the page Integrations names the permission meanwhile.',
  async play({ product, control, left }) {
    const start = (await product.inbox()).length;
    const thirdPartyId = given(left.thirdPartyId, 'service account');
    const before = toIds(await product.roster());
    await control.revokePermission(thirdPartyId, LOST);
    await product.sync();
    await product.waitForEvent(start, 'linked_account.permission_lost');
    const told = await waitForTile(product, 'attention');
    expectThat(isSame(toIds(await product.roster()), before), 'people are served as before');
    await control.grantPermission(thirdPartyId, LOST);
    await product.sync();
    await product.waitForEvent(start, 'linked_account.recovered');
    await waitForTile(product, 'connected');
    return [
      `Webhook: linked_account.permission_lost. The tile says: ${told.join(' ')}`,
      'Webhook: linked_account.recovered. The tile says: Connected.',
    ];
  },
};

async function waitForTile(product: TourWorld['product'], state: string): Promise<string[]> {
  const look = () => product.connectionState();
  const seen = await waitUntil(look, (one) => one.state === state, `The tile's "${state}"`, WAIT_MS);
  return seen.issues;
}

export const TROUBLE_STEPS: readonly TourStep[] = [emptyReport, releaseAndMend, loseAndRecover];
