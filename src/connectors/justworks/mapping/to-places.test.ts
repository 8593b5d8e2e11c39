import { describe, expect, it } from 'vitest';
import { toCompanyItem } from './to-company.ts';
import { toGroupItem, toNamedGroupItem } from './to-group.ts';
import { toLocationItem, toNamedLocationItem } from './to-location.ts';

describe('company, offices and departments', () => {
  it('maps the company', () => {
    const settings = { id: 'company_1', legal_name: 'Acme Inc.', display_name: ' ', ein: '12-3456789' };
    expect(toCompanyItem(settings, '/settings/company')).toMatchObject({
      sourceKey: 'company',
      remoteId: 'company_1',
      fields: { legal_name: 'Acme Inc.', display_name: null, eins: ['12-3456789'] },
      remoteData: [{ path: '/settings/company', data: settings }],
    });
    expect(toCompanyItem({ id: 'c' }, '/x').fields).toEqual({
      legal_name: null,
      display_name: null,
      eins: null,
    });
  });

  it('maps an office', () => {
    const office = {
      id: 'o1',
      name: 'Berlin Mitte',
      city: 'Berlin',
      country: 'Germany',
      phone: '030 901820',
    };
    expect(toLocationItem(office, '/settings/offices')).toMatchObject({
      sourceKey: 'office:berlin mitte',
      remoteId: 'o1',
      fields: {
        name: 'Berlin Mitte',
        city: 'Berlin',
        country: 'DE',
        phone_number: '+4930901820',
        location_type: 'WORK',
      },
      enumOrigins: { country: 'Germany' },
    });
  });

  it('gives a place the same key whether the settings or a person names it', () => {
    const department = toGroupItem({ id: 'd1', name: ' Sales ' }, '/settings/departments');
    expect(department).toMatchObject({ remoteId: 'd1', fields: { name: 'Sales', type: 'DEPARTMENT' } });
    expect(toNamedGroupItem('SALES').sourceKey).toBe(department.sourceKey);
    expect(toNamedGroupItem('SALES').remoteId).toBeNull();
    expect(toNamedLocationItem('berlin  MITTE').sourceKey).toBe('office:berlin mitte');
  });
});
