import { toText } from '../../../hris/normalize/text.ts';
import type { GroupItem, LocationItem, SnapshotItem, SourceNotice } from '../../../hris/snapshot.ts';
import { toCompanyItem } from '../mapping/to-company.ts';
import { toGroupItem, toNamedGroupItem } from '../mapping/to-group.ts';
import { toLocationItem, toNamedLocationItem } from '../mapping/to-location.ts';
import { withTeams } from '../mapping/to-team.ts';
import { firstOfEachKey, toRepeatedNames } from '../roster-places.ts';
import type { ApiDescription } from './api-schema.ts';
import type { ApiSources } from './gather-api-sources.ts';
import { pickCountry, readShape } from './read-shape.ts';
import type { Shape } from './shapes.ts';

const SUBJECT = 'company_basic';

/** The company with its offices, departments and teams, also those that only people name. */
export function companyItemsOf(
  description: ApiDescription,
  sources: Pick<ApiSources, 'company' | 'members'>,
): { items: SnapshotItem[]; notices: SourceNotice[] } {
  if (sources.company === null) return { items: [], notices: [] };
  const path = description.paths.company;
  const company = readCompanyShape(description, sources.company);
  const settings = {
    id: company.id,
    legal_name: company.legalName,
    display_name: company.displayName,
    ein: readTaxId(description, company),
  };
  const item = {
    ...toCompanyItem(settings, path),
    remoteData: [{ path, data: sources.company }],
  };
  const offices = officesOf(description, company);
  const departments = departmentsOf(description, company);
  const named = {
    offices: [...(sources.members?.offices ?? [])].map(toNamedLocationItem),
    departments: [...(sources.members?.departments ?? [])].map(toNamedGroupItem),
  };
  return {
    items: [
      item,
      ...firstOfEachKey([...offices, ...named.offices]),
      ...withTeams(firstOfEachKey([...departments, ...named.departments])),
    ],
    notices: [...toRepeatedNames('offices', offices), ...toRepeatedNames('departments', departments)],
  };
}

export function readCompanyShape(description: ApiDescription, json: unknown): Shape<'company'> {
  return readShape(description, 'company', json, SUBJECT);
}

/** The American number: the source keeps one for each country, and one beside them all. */
export function readTaxId(description: ApiDescription, company: Shape<'company'>): string | null {
  const inCountry = pickCountry(company.countries, 'US') ?? {};
  const { ein } = readShape(description, 'companyCountry', inCountry, SUBJECT);
  return toText(ein) ?? toText(company.taxId);
}

function officesOf(description: ApiDescription, company: Shape<'company'>): LocationItem[] {
  const path = description.paths.company;
  return (company.offices ?? []).map((remote) => {
    const office = readShape(description, 'office', remote, SUBJECT);
    const settings = { ...office, street1: office.line1, street2: office.line2, zip: office.postalCode };
    return { ...toLocationItem(settings, path), remoteData: [{ path, data: remote }] };
  });
}

function departmentsOf(description: ApiDescription, company: Shape<'company'>): GroupItem[] {
  const path = description.paths.company;
  return (company.departments ?? []).map((remote) => {
    const department = readShape(description, 'department', remote, SUBJECT);
    return { ...toGroupItem(department, path), remoteData: [{ path, data: remote }] };
  });
}
