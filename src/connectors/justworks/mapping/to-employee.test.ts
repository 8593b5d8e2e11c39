import { describe, expect, it } from 'vitest';
import { censusRow } from '../../../../test/support/justworks/rows.ts';
import type { CensusRow } from '../web/reports/census.ts';
import { createSite } from '../web/site.ts';
import { toEmployeeItem } from './to-employee.ts';
import { createWordTally } from './word-tally.ts';

function map(row: Partial<CensusRow>) {
  const tally = createWordTally();
  const mapping = { site: createSite({}), tally, path: '/reports' };
  return { item: toEmployeeItem(censusRow(row), mapping), unknown: tally.list() };
}

describe('toEmployeeItem', () => {
  it('maps a full row', () => {
    const { item, unknown } = map({
      workId: 'A-7',
      firstName: 'Robert',
      preferredName: 'Bob',
      lastName: '(Ex) Stone',
      workEmail: 'Bob@Acme.Example',
      personalEmail: 'Bob@home.example',
      mobilePhone: '(212) 555-0143',
      birthDate: '1985-12-10',
      gender: 'Male',
      ethnicity: 'White (Not Hispanic or Latino)',
      address: {
        street1: '1 Main St',
        street2: null,
        city: 'Troy',
        state: 'NY',
        zipCode: '12180',
        country: 'USA',
      },
      department: 'Sales  West',
      office: 'New York',
      manager: 'Ada Lovelace',
      managerEmail: 'Ada@acme.example',
      startDate: '2020-02-29',
      terminationDate: '2026-12-31',
      status: 'Active',
      remote: { 'Last Name': '(Ex) Stone' },
    });
    expect(item).toEqual({
      model: 'employee',
      remoteId: null,
      person: {
        remoteId: null,
        workId: 'A-7',
        workEmail: 'bob@acme.example',
        personalEmail: 'bob@home.example',
        nameKey: 'robert stone',
        birthDate: '1985-12-10',
      },
      fields: {
        employee_number: 'A-7',
        first_name: 'Robert',
        last_name: 'Stone',
        preferred_name: 'Bob',
        display_full_name: 'Bob Stone',
        username: null,
        work_email: 'bob@acme.example',
        personal_email: 'bob@home.example',
        mobile_phone_number: '+12125550143',
        ssn: null,
        gender: 'MALE',
        ethnicity: 'WHITE',
        marital_status: null,
        date_of_birth: '1985-12-10T00:00:00Z',
        hire_date: null,
        start_date: '2020-02-29T00:00:00Z',
        remote_created_at: null,
        employment_status: 'ACTIVE',
        termination_date: '2026-12-31T00:00:00Z',
        avatar: null,
        custom_fields: null,
      },
      refs: {
        company: 'company',
        workLocation: 'office:new york',
        groups: ['department:sales west'],
        team: 'department:sales west',
        manager: { workEmail: 'ada@acme.example' },
        homeLocation: {
          name: null,
          phone_number: null,
          street_1: '1 Main St',
          street_2: null,
          city: 'Troy',
          state: 'NY',
          zip_code: '12180',
          country: 'US',
          location_type: 'HOME',
        },
        homeLocationEnumOrigins: { country: 'USA' },
      },
      enumOrigins: {
        gender: 'Male',
        ethnicity: 'White (Not Hispanic or Latino)',
        employment_status: 'Active',
      },
      remoteData: [{ path: '/reports', data: { 'Last Name': '(Ex) Stone' } }],
    });
    expect(unknown).toEqual([]);
  });

  it('knows nothing of a blank', () => {
    const { item } = map({ firstName: 'Bob' });
    const { first_name, display_full_name, ...others } = item.fields;
    expect([first_name, display_full_name]).toEqual(['Bob', 'Bob']);
    expect(Object.values(others).every((value) => value === null)).toBe(true);
    expect(item.person.nameKey).toBeNull();
    expect(item.refs).toMatchObject({ workLocation: null, groups: [], manager: null, homeLocation: null });
    expect(item.enumOrigins).toEqual({});
  });

  it('takes "no department" and "remote" for what they say', () => {
    const { refs } = map({ department: 'No Department', office: 'Remote (Work From Home)' }).item;
    expect(refs).toMatchObject({ workLocation: null, groups: [] });
  });

  it('finds a manager by name where no address is given', () => {
    for (const manager of ['Ada (Byron) Lovelace', 'Lovelace, Ada', '(Ex) Lovelace,  Ada'])
      expect(map({ manager }).item.refs.manager).toEqual({ nameKey: 'ada lovelace' });
  });

  it('reads a phone without a country code by the country of the home', () => {
    const address = {
      street1: null,
      street2: null,
      city: null,
      state: null,
      zipCode: null,
      country: 'United Kingdom',
    };
    expect(map({ mobilePhone: '020 7946 0018', address }).item.fields.mobile_phone_number).toBe(
      '+442079460018',
    );
  });

  it('counts what it can not read', () => {
    const { item, unknown } = map({
      mobilePhone: 'ask me',
      workEmail: 'none',
      gender: 'Robot',
      status: 'Gone',
    });
    expect(item.fields).toMatchObject({
      mobile_phone_number: null,
      work_email: null,
      gender: 'Robot',
      employment_status: null,
    });
    expect(item.enumOrigins).toEqual({ gender: 'Robot', employment_status: 'Gone' });
    expect(unknown.map(({ field }) => field).toSorted()).toEqual([
      'employment_status',
      'gender',
      'mobile_phone_number',
      'work_email',
    ]);
  });
});
