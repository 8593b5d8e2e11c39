import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fetchText, listIssues, readServed, syncToTheEnd, type FaultWorld } from '../support/fault-world.ts';
import { linkEmployer, startWholeService, type WholeService } from '../support/whole-service.ts';

const REPORT = 'employee_census';
const MODES = [
  ['its length told wrongly', true],
  ['its length told as it came', false],
] as const;

let service: WholeService;
let world: FaultWorld;
let report: Buffer;
beforeAll(async () => {
  service = await startWholeService();
  world = { service, employer: await linkEmployer(service) };
  const { control } = service.sandbox;
  const [first, second] = control.state().members;
  control.editEmployee(first!.id, { preferredName: 'Zoë "Zee", the first' });
  control.editEmployee(second!.id, { city: 'Zürich' });
  await syncToTheEnd(world);
  report = Buffer.from(await fetchText(`${service.sandbox.url}/admin/reports/${REPORT}`));
});
afterAll(() => service[Symbol.asyncDispose]());
afterEach(() => service.sandbox.control.clearFaults());

const after = (text: string): number => {
  const place = report.indexOf(text);
  if (place === -1) throw new Error(`The report holds no ${text}.`);
  return place + Buffer.byteLength(text);
};

const PLACES: [string, () => number][] = [
  ['before its first byte', () => 0],
  ['after its first byte', () => 1],
  ['within its header', () => after('Work')],
  ['at the end of its header', () => report.indexOf('\n')],
  ['after its header', () => report.indexOf('\n') + 1],
  ['between two rows', () => report.indexOf('\n', report.length / 2) + 1],
  ['within a row, between two fields', () => report.indexOf(',', report.length / 2) + 1],
  ['within a field', () => after('Zür')],
  ['within a quoted field', () => after('Zoë ""Zee')],
  ['between the two halves of an escaped quote', () => after('Zoë "')],
  ['within a letter of two bytes', () => report.indexOf('ürich') + 1],
  ['before its last byte', () => report.length - 1],
];

it.each(
  PLACES.flatMap(([place, at]) => MODES.map(([mode, isHonest]) => [place, mode, at, isHonest] as const)),
)(
  'deletes nobody and changes nothing when the report breaks off %s, %s',
  async (_place, _mode, at, honestLength) => {
    const served = await readServed(world);
    service.receiver.clear();
    const { control } = service.sandbox;
    control.addFault({ fault: 'cut', bytes: at(), honestLength, path: `/report-files/${REPORT}` });
    await syncToTheEnd(world);
    expect(await readServed(world)).toEqual(served);
    const told = service.receiver.events.map(({ type }) => type);
    expect(told).toHaveLength(1);
    expect(['sync.failed', 'sync.held']).toContain(told[0]);
    expect(await listIssues(world, 'ONGOING')).toHaveLength(1);

    control.clearFaults();
    await syncToTheEnd(world);
    expect(await readServed(world)).toEqual(served);
    expect(await listIssues(world, 'ONGOING')).toEqual([]);
  },
);
