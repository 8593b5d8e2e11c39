import { describe, expect, it } from 'vitest';
import {
  members,
  of,
  read,
  without,
  type Given,
} from '../../../../test/support/justworks/read-api-roster.ts';
import { createApiScript, json, MEMBER } from '../../../../test/support/justworks/scripted-api.ts';
import type { ScriptedSite } from '../../../../test/support/justworks/scripted-site.ts';

describe('the windows', () => {
  it('are asked for, and spoken for', async () => {
    const http = createApiScript();
    const { summary } = await read(http);
    const asked = (path: string) =>
      Object.fromEntries(http.requests.find(({ url }) => url.pathname === path)!.url.searchParams);
    expect(asked('/v1/payrolls')).toMatchObject({ start_date: '2025-11-20', end_date: '2027-01-19' });
    expect(asked('/v1/time-off/requests')).toMatchObject({
      start_date: '2025-11-20',
      end_date: '2027-11-20',
    });
    expect(summary.coveredWindows).toEqual([
      { model: 'payroll_run', from: '2025-11-20', to: '2027-01-19' },
      { model: 'employee_payroll_run', from: '2025-11-20', to: '2027-01-19' },
      { model: 'time_off', from: '2025-11-20', to: '2027-08-22' },
    ]);
  });
});

describe('the source hash', () => {
  it('ends the reading where nothing changed', async () => {
    const first = await read();
    const again = await read(createApiScript(), { options: { known: [first.summary] } });
    expect(again.items).toEqual([]);
    expect(again.summary).toMatchObject({ isUnchanged: true, coveredModels: first.summary.coveredModels });
  });

  it.each<[string, ScriptedSite, Given]>([
    ['a member', members({ job_title: 'CTO' }), {}],
    ['a paystub', createApiScript().on('GET /v1/paystubs/s1', json({ earnings: [] })), {}],
    ['what is granted', createApiScript(), { grant: { scopes: without('member.pay:read') } }],
    ['what is asked for', createApiScript(), { options: { models: ['employee'] } }],
  ])('differs with %s', async (_what, http, given) => {
    const { summary } = await read();
    const options = { ...given.options, known: [summary] };
    expect((await read(http, { ...given, options })).summary.isUnchanged).toBe(false);
  });
});

describe('an answer that does not fit', () => {
  it.each([
    [{ work_id: 5 }, 'work_id'],
    [{ name: 'Ada Lovelace', emails: 'x' }, 'emails'],
    [{ employment_start_date: 'soon' }, 'employment_start_date'],
    [{ pay_history: [{ amount: 45.5 }] }, 'amount'],
    [{ id: undefined }, 'id'],
  ])('names the place in %j and no value', async (change, place) => {
    const attempt = read(members(change));
    await expect(attempt).rejects.toMatchObject({ code: 'report_malformed' });
    await expect(attempt).rejects.toThrow(new RegExp(`does not fit at ${place}\\.$`));
  });

  it('is a day that does not exist', async () => {
    await expect(read(members({ date_of_birth: '1985-02-30' }))).rejects.toMatchObject({
      code: 'report_malformed',
    });
  });

  it('is read from another place by configuration', async () => {
    const moved = createApiScript([{ ...MEMBER, work_id: undefined, employee: { number: '77' } }]);
    const { items } = await read(moved, {
      description: { fields: { member: { workId: 'employee.number' } } },
    });
    expect(of(items, 'employee')[0]!.fields.employee_number).toBe('77');
  });
});
