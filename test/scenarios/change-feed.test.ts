import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { LinkedRoster, ROUTES } from '../support/linked-roster.ts';
import { listAll } from '../support/whole-service.ts';

interface Change {
  id: string;
  type: string;
  data: { record?: { id: string }; sequence?: number };
}

/** A partner that takes no webhook and reads no record: it has what the feed tells it. */
class Mirror {
  readonly records = new Map<string, Map<string, unknown>>();
  readonly told: string[] = [];
  readonly #roster: LinkedRoster;
  #cursor: string | undefined;

  constructor(roster: LinkedRoster) {
    this.#roster = roster;
  }

  async poll(): Promise<void> {
    let hasMore: boolean;
    do {
      const from = this.#cursor === undefined ? '' : `&cursor=${this.#cursor}`;
      const { status, body } = await this.#roster.service.api<{
        next: string;
        has_more: boolean;
        results: Change[];
      }>('GET', `/api/v1/changes?page_size=7${from}`);
      expect(status).toBe(200);
      for (const change of body.results) this.#take(change);
      this.#cursor = body.next;
      hasMore = body.has_more;
    } while (hasMore);
  }

  #take({ id, type, data }: Change): void {
    this.told.push(id);
    const [model, what] = type.split('.') as [string, string];
    const known = this.records.get(model) ?? new Map<string, unknown>();
    if (what === 'deleted') known.delete(data.record!.id);
    else if (what === 'created' || what === 'updated') known.set(data.record!.id, data.record);
    this.records.set(model, known);
  }
}

const MODELS = {
  employee: 'employees',
  employment: 'employments',
  location: 'locations',
  group: 'groups',
  company: 'companies',
} as const;

describe.each(ROUTES)('by %s, a partner that only polls the change feed', (route) => {
  let roster: LinkedRoster;
  let mirror: Mirror;
  beforeAll(async () => {
    roster = await LinkedRoster.start(route);
    mirror = new Mirror(roster);
  });
  afterAll(async () => {
    expectGoodManners(roster.service.sandbox);
    await roster[Symbol.asyncDispose]();
  });

  async function expectSameAsApi(): Promise<void> {
    await mirror.poll();
    for (const [model, path] of Object.entries(MODELS)) {
      const served = await listAll(roster.service, roster.employer, path);
      const mirrored = [...(mirror.records.get(model)?.values() ?? [])] as { id: string }[];
      const byId = (a: { id?: unknown }, b: { id?: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
      expect(mirrored.sort(byId)).toEqual(served.sort(byId));
    }
  }

  it('has the roster of the first sync', async () => {
    await expectSameAsApi();
    expect(mirror.records.get('employee')!.size).toBeGreaterThan(5);
  });

  it('has it after hires, a new name, an end and a disappearance, and was told each thing once', async () => {
    const unpaid = { payType: null, payRate: null, payFrequency: null, startDate: '2026-11-16' };
    const stays = roster.hire('Rosamund');
    const goes = roster.hire('Sigbert', unpaid);
    await roster.sync();
    await expectSameAsApi();
    roster.control.editEmployee(stays.id, { lastName: 'Ravenscroft' });
    await roster.sync();
    await mirror.poll();
    roster.control.terminate(stays.id, { date: '2026-11-17' });
    roster.control.removeEmployee(goes.id);
    await roster.sync();
    await roster.sync();
    await expectSameAsApi();
    expect(new Set(mirror.told).size).toBe(mirror.told.length);
  });

  it('is answered the moment that something is told', async () => {
    await mirror.poll();
    const { body } = await roster.service.api<{ next: string }>(
      'GET',
      '/api/v1/changes?cursor=latest&model=employee',
    );
    const waiting = roster.service.api<{ results: Change[] }>(
      'GET',
      `/api/v1/changes?wait=30&model=employee&cursor=${body.next}`,
    );
    roster.hire('Theodrada');
    await roster.sync();
    expect((await waiting).body.results[0]!.type).toBe('employee.created');
    await expectSameAsApi();
  });
});
