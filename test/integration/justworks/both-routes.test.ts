import { describe, expect, test } from 'vitest';
import { effectiveStatus } from '../../../src/hris/employment-status.ts';
import type { LocationFields } from '../../../src/hris/model/index.ts';
import type { EmployeeItem, EmploymentItem, SnapshotItem } from '../../../src/hris/snapshot.ts';
import { startBothRoutes, type BothRoutes, type Route } from './both-routes-world.ts';

const ROUTES: readonly Route[] = ['web', 'api'];

/** What only one of the routes can see; the other one has null there. */
const SEEN_ON_WEB_ONLY = ['gender', 'ethnicity'] as const;
const SEEN_BY_API_ONLY = ['remote_created_at'] as const;

type ItemOf<Model> = Extract<SnapshotItem, { model: Model }>;

function of<Model extends SnapshotItem['model']>(items: SnapshotItem[], model: Model): ItemOf<Model>[] {
  return items.filter((item): item is ItemOf<Model> => item.model === model);
}

/** Who a person is, told by what both routes tell. */
function nameOf({ workId, workEmail, personalEmail }: EmployeeItem['person']): string {
  return [workId, workEmail, personalEmail].find((signal) => signal !== null) ?? 'nobody';
}

/** The person that a manager signal means, as the sync finds it: among the people of the same roster. */
function managerOf(item: EmployeeItem, people: EmployeeItem[]): string | null {
  const { manager } = item.refs;
  if (manager === null) return null;
  const found = people.filter(({ person }) => {
    if ('remoteId' in manager) return person.remoteId === manager.remoteId;
    if ('workEmail' in manager) return person.workEmail === manager.workEmail;
    return person.nameKey === manager.nameKey;
  });
  return found.length === 1 ? nameOf(found[0]!.person) : null;
}

/** What the source's own word comes to on the day of the world's clock. */
function statusOf({ fields }: EmployeeItem): string | null {
  const dayOf = (time: string | null) => time?.slice(0, 10) ?? null;
  return effectiveStatus(
    {
      sourceStatus: fields.employment_status,
      startDate: dayOf(fields.start_date),
      terminationDate: dayOf(fields.termination_date),
    },
    '2026-03-10',
  );
}

/** What the sync stores of a person; ids stand for names. */
function recordOf(item: EmployeeItem, people: EmployeeItem[]) {
  const { company, workLocation, groups, team, homeLocation } = item.refs;
  return {
    ...item.fields,
    employment_status: statusOf(item),
    ...{ company, workLocation, groups, team, homeLocation },
    manager: managerOf(item, people),
    signals: { ...item.person, remoteId: null },
  };
}

function without<T extends object>(record: T, fields: readonly string[]): Partial<T> {
  return Object.fromEntries(
    Object.entries(record).filter(([field]) => !fields.includes(field)),
  ) as Partial<T>;
}

function employmentsByPerson(items: SnapshotItem[]): Record<string, EmploymentItem[]> {
  const names = new Map(of(items, 'employee').map(({ person }) => [signalOf(person), nameOf(person)]));
  const byDate = (a: EmploymentItem, b: EmploymentItem) =>
    (a.effectiveDate ?? '') < (b.effectiveDate ?? '') ? -1 : 1;
  const found: Record<string, EmploymentItem[]> = {};
  for (const item of of(items, 'employment').sort(byDate))
    (found[names.get(signalOf(item.person))!] ??= []).push(item);
  return found;
}

/** Fields that the web route does not see: the census knows no pay, and no report the currency of people abroad. */
function unseenOnWeb({ fields, remoteData }: EmploymentItem): readonly string[] {
  const isFromCensus = remoteData.some(({ path }) => path.includes('employee_census'));
  if (isFromCensus) return ['pay_rate', 'pay_period', 'pay_frequency', 'pay_currency', 'flsa_status'];
  return fields.pay_currency === null ? ['pay_currency'] : [];
}

/**
 * The web route sees numbers without their country. Of people abroad, the API alone can tell whose numbers they are, so
 * that only the digits are compared.
 */
function withPlainPhone<
  T extends { mobile_phone_number: string | null; homeLocation: LocationFields | null },
>(record: T): T {
  const isAbroad = record.homeLocation !== null && record.homeLocation.country !== 'US';
  const digits = record.mobile_phone_number?.slice(-7) ?? null;
  return isAbroad ? { ...record, mobile_phone_number: digits } : record;
}

/** The work history names no personal e-mail, so that the person's name must do where nothing else does. */
function signalOf({ workId, workEmail, nameKey }: EmployeeItem['person']): string {
  return workId ?? workEmail ?? nameKey ?? 'nobody';
}

async function readBoth(employer: BothRoutes) {
  const web = await employer.read('web');
  const api = await employer.read('api');
  return { web: web.items, api: api.items };
}

describe.each(ROUTES)('by the %s route', (route) => {
  test('the company is the one that was linked', async () => {
    await using employer = await startBothRoutes();
    const { company } = employer.sandbox.control.state();
    const seen = await (await employer.open(route)).readCompany();
    expect(seen).toMatchObject({ remoteCompanyId: company.id, name: company.displayName });
  });

  test('every capability that is asked for is granted', async () => {
    await using employer = await startBothRoutes();
    const session = await employer.open(route);
    const method = route === 'web' ? 'service_account' : 'oauth';
    for (const { capability } of employer.connector.capabilitiesOf(method))
      expect([capability, await session.probe(capability)]).toEqual([capability, 'granted']);
  });

  test('the whole roster is read, and every word is known', async () => {
    await using employer = await startBothRoutes({ companySize: 60 });
    const { items, summary } = await employer.read(route);
    const { members, company } = employer.sandbox.control.state();
    expect(of(items, 'employee')).toHaveLength(members.length);
    expect(of(items, 'group')).toHaveLength(company.departments.length);
    expect(of(items, 'team').map(({ fields }) => fields.name)).toEqual(
      of(items, 'group').map(({ fields }) => fields.name),
    );
    expect(summary).toMatchObject({ isUnchanged: false, unknownWords: [], missingCapabilities: [] });
    for (const model of ['company', 'location', 'group', 'team', 'employee', 'employment'] as const)
      expect(summary.coveredModels).toContain(model);
  });

  test('an unchanged source is known again, and a changed one is not', async () => {
    await using employer = await startBothRoutes();
    const first = await employer.read(route);
    const again = await employer.read(route, { known: [first.summary] });
    expect([again.summary.isUnchanged, again.items.length]).toEqual([true, 0]);
    const member = employer.sandbox.control.state().members[0]!;
    employer.sandbox.control.editEmployee(member.id, { city: 'Elsewhere' });
    const changed = await employer.read(route, { known: [first.summary] });
    expect(changed.summary.isUnchanged).toBe(false);
  });

  test('a hire, a move, a rise and a termination are seen', async () => {
    await using employer = await startBothRoutes();
    const { control } = employer.sandbox;
    const [, second, third] = control.state().members;
    control.hire({ firstName: 'Nova', lastName: 'Newcomer', startDate: '03/20/2026' });
    control.editEmployee(second!.id, { payRate: '123456.00', department: 'People' });
    control.terminate(third!.id, { date: '03/09/2026' });
    const { items } = await employer.read(route);
    const find = (workId: string | null) =>
      of(items, 'employee').find(({ person }) => person.workId === workId)!;
    const hired = of(items, 'employee').find(({ fields }) => fields.first_name === 'Nova')!;
    expect(statusOf(hired)).toBe('PENDING');
    expect(hired.fields).toMatchObject({ start_date: '2026-03-20T00:00:00Z' });
    expect(find(second!.workId).refs.groups).toEqual(['department:people']);
    expect(statusOf(find(third!.workId))).toBe('INACTIVE');
    expect(find(third!.workId).fields).toMatchObject({ termination_date: '2026-03-09T00:00:00Z' });
    const rise = of(items, 'employment').filter(
      ({ person, effectiveDate }) => person.workId === second!.workId && effectiveDate === '2026-03-10',
    );
    expect(rise.map(({ fields }) => fields.pay_rate)).toEqual([123_456]);
  });

  test.each([
    ['status_429', { fault: 'status_429', retryAfter: 600 } as const, 'rate_limited'],
    ['status_500', { fault: 'status_500' } as const, 'source_unavailable'],
  ])('a source that answers %s ends the reading', async (_name, fault, code) => {
    await using employer = await startBothRoutes();
    employer.sandbox.control.addFault({ ...fault, path: route === 'web' ? '/reports' : '/v1/members' });
    await expect(employer.read(route)).rejects.toMatchObject({ code });
  });
});

describe('the same record by both routes', () => {
  test('of every person, in every field that both can see', async () => {
    await using employer = await startBothRoutes({ companySize: 60 });
    const { web, api } = await readBoth(employer);
    const people = { web: of(web, 'employee'), api: of(api, 'employee') };
    const hidden = [...SEEN_ON_WEB_ONLY, ...SEEN_BY_API_ONLY];
    const record = (route: Route) =>
      Object.fromEntries(
        people[route].map((item) => [
          nameOf(item.person),
          without(withPlainPhone(recordOf(item, people[route])), hidden),
        ]),
      );
    expect(Object.keys(record('api'))).toHaveLength(60);
    expect(record('api')).toEqual(record('web'));
    for (const item of people.api)
      for (const field of SEEN_ON_WEB_ONLY) expect(item.fields[field]).toBeNull();
    for (const item of people.web)
      for (const field of SEEN_BY_API_ONLY) expect(item.fields[field]).toBeNull();
    for (const field of SEEN_ON_WEB_ONLY)
      expect(people.web.some(({ fields }) => fields[field] !== null)).toBe(true);
    for (const item of people.web) expect(item.refs.payGroup ?? null).toBeNull();
  });

  test('of every employment, in every field that both can see', async () => {
    await using employer = await startBothRoutes({ companySize: 60 });
    const { web, api } = await readBoth(employer);
    const byWeb = employmentsByPerson(web);
    const byApi = employmentsByPerson(api);
    expect(Object.keys(byApi)).toHaveLength(60);
    expect(Object.keys(byApi).sort()).toEqual(Object.keys(byWeb).sort());
    for (const [name, employments] of Object.entries(byWeb)) {
      expect([name, byApi[name]!.length]).toEqual([name, employments.length]);
      for (const [place, onWeb] of employments.entries()) {
        const unseen = unseenOnWeb(onWeb);
        const { effectiveDate, fields } = byApi[name]![place]!;
        expect({ name, effectiveDate, ...without(fields, unseen) }).toEqual({
          name,
          effectiveDate: onWeb.effectiveDate,
          ...without(onWeb.fields, unseen),
        });
        for (const field of unseen) expect(onWeb.fields).toHaveProperty(field, null);
      }
    }
  });

  test('of the company, its offices, departments and teams', async () => {
    await using employer = await startBothRoutes();
    const { web, api } = await readBoth(employer);
    const places = (items: SnapshotItem[]) =>
      items.flatMap((item) =>
        item.model === 'company' ||
        item.model === 'location' ||
        item.model === 'group' ||
        item.model === 'team'
          ? [{ model: item.model, key: item.sourceKey, remoteId: item.remoteId, fields: item.fields }]
          : [],
      );
    expect(places(api).length).toBeGreaterThan(5);
    expect(places(api)).toEqual(places(web));
  });

  test('also where the ids are not the same', async () => {
    await using employer = await startBothRoutes({ partnerApiIds: 'own' });
    const { web, api } = await readBoth(employer);
    const keys = (items: SnapshotItem[]) =>
      items.flatMap((item) => (item.model === 'group' || item.model === 'location' ? [item.sourceKey] : []));
    expect(keys(api)).toEqual(keys(web));
    expect(of(api, 'company')[0]!.remoteId).not.toBe(of(web, 'company')[0]!.remoteId);
    expect(of(api, 'company')[0]!.fields).toEqual(of(web, 'company')[0]!.fields);
  });
});
