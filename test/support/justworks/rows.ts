import type { CensusRow } from '../../../src/connectors/justworks/web/reports/census.ts';
import type { WorkHistoryRow } from '../../../src/connectors/justworks/web/reports/work-history.ts';

/** A census row with nothing in it but what the test says. */
export function censusRow(row: Partial<CensusRow>): CensusRow {
  return {
    workId: null,
    firstName: null,
    preferredName: null,
    lastName: null,
    workEmail: null,
    personalEmail: null,
    mobilePhone: null,
    birthDate: null,
    gender: null,
    ethnicity: null,
    address: { street1: null, street2: null, city: null, state: null, zipCode: null, country: null },
    department: null,
    office: null,
    manager: null,
    managerEmail: null,
    hireDate: null,
    startDate: null,
    terminationDate: null,
    hasTerminationColumn: true,
    status: null,
    jobTitle: null,
    memberType: null,
    remote: {},
    ...row,
  };
}

/** A work history row with nothing in it but what the test says. */
export function workHistoryRow(row: Partial<WorkHistoryRow>): WorkHistoryRow {
  return {
    workId: null,
    firstName: null,
    lastName: null,
    workEmail: null,
    personalEmail: null,
    effectiveDate: null,
    jobTitle: null,
    memberType: null,
    payType: null,
    payRate: null,
    payCurrency: null,
    payFrequency: null,
    flsaStatus: null,
    remote: {},
    ...row,
  };
}
