import type { PersonSignals, SnapshotModel, SourceNotice } from '../../hris/snapshot.ts';
import { ContractorsApart } from './contractors-apart.ts';
import type { RosterSources } from './gather-sources.ts';
import type { ContractorEntry } from './web/contractors.ts';
import { isContractor } from './web/reports/roster-words.ts';
import type { Site } from './web/site-schema.ts';

/** What one reading can speak for, and what of it had to come from elsewhere. */
export interface Coverage {
  /** Of an employee, what can't be seen without the settings or the work history. */
  keptOfEmployees: readonly string[];
  notePerson(memberType: string | null, person: PersonSignals): void;
  /** Those of the page of their own, when the census names none. Ask after the census was read. */
  contractorsApart(): readonly ContractorEntry[];
  notices(): SourceNotice[];
}

export function createCoverage(site: Site, sources: RosterSources): Coverage {
  let hasContractors = false;
  const apart = new ContractorsApart(sources.contractors ?? []);
  return {
    keptOfEmployees: [
      ...(sources.settings ? [] : ['company', 'work_location', 'home_location', 'groups', 'team']),
      ...(sources.workHistory ? [] : ['employments']),
    ],
    notePerson(memberType, person) {
      hasContractors ||= isContractor(site, memberType);
      apart.noteShown(person);
    },
    contractorsApart: () => (hasContractors ? [] : apart.list()),
    notices: () =>
      sources.census && sources.contractors === null && !hasContractors ? [contractorsNotCovered()] : [],
  };
}

/**
 * A model is covered when what is not there is gone for sure. People name departments and offices that the settings lack,
 * and have homes among the locations: without them, these are not read whole.
 */
export function coveredModelsOf({ settings, census, workHistory }: RosterSources): SnapshotModel[] {
  return [
    ...(settings ? (['company'] as const) : []),
    ...(settings && census ? (['location', 'group', 'team'] as const) : []),
    ...(census ? (['employee'] as const) : []),
    ...(census && workHistory ? (['employment'] as const) : []),
  ];
}

function contractorsNotCovered(): SourceNotice {
  return {
    code: 'contractors_not_covered',
    subject: 'contractors',
    description:
      'The Employee Census Report names no contractor, and the page that lists contractors does not open. If the ' +
      'employer has contractors, they are not covered: grant “Manage employees” and “View all employee information”.',
    details: [],
  };
}
