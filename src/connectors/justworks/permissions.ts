import { invalidInput } from '../../lib/app-error.ts';
import type { CapabilityDefinition, RemoteAccount } from '../contract.ts';

/** The ways in that sign in at the web site. */
type WebMethod = RemoteAccount['method'];

/** What an operator requires in place of what is required by default; keys of capabilities. */
export interface CapabilityRequirements {
  required: readonly string[];
  optional: readonly string[];
}

const REPORT_PERMISSIONS = [
  'Manage employees',
  'View all employee information',
  'View basic employee information',
  'Upload & view all documents',
  'View invoices & reporting',
];

/**
 * What the log-in must be granted, and what each grant lets us read. Justworks shows neither the settings without the
 * right to edit them, nor the two reports without all five of the others (help.merge.dev 8358999).
 */
const WEB_CAPABILITIES: readonly Omit<CapabilityDefinition, 'fix'>[] = [
  {
    capability: 'company_settings',
    permissions: ['Edit company settings'],
    unlocks: 'company, offices, locations and departments',
    reason:
      'Justworks shows these settings only to accounts that may edit them; they are read and never changed.',
    isRequired: true,
    feeds: ['company', 'location', 'group', 'team'],
  },
  {
    capability: 'employee_census',
    permissions: REPORT_PERMISSIONS,
    unlocks: 'the Employee Census Report: people, contact details, departments and managers',
    reason: 'Justworks gives out the Employee Census Report only to accounts that hold all five permissions.',
    isRequired: true,
    feeds: ['employee'],
  },
  {
    capability: 'work_history',
    permissions: REPORT_PERMISSIONS,
    unlocks: 'the Work History Report: titles, pay and employment types over time',
    reason: 'Justworks gives out the Work History Report only to accounts that hold all five permissions.',
    isRequired: true,
    feeds: ['employment'],
  },
];

const FIX: Record<WebMethod, (permissions: string) => string> = {
  service_account: (permissions) =>
    `In Justworks open Company > Permissions, edit the service account and tick ${permissions}.`,
  credentials: (permissions) =>
    'In Justworks let an administrator open Company > Permissions, edit the user whose log-in was given here ' +
    `and tick ${permissions}.`,
};

export const webCapabilityKeys: readonly string[] = WEB_CAPABILITIES.map(({ capability }) => capability);

/** The table for one way in; the check, the modal, the API and the docs all read it. */
export function webCapabilitiesOf(method: WebMethod): readonly CapabilityDefinition[] {
  return WEB_CAPABILITIES.map((definition) => ({
    ...definition,
    fix: FIX[method](inWords(definition.permissions)),
  }));
}

/** The table with the operator's word on what is required. */
export function withRequirements(
  definitions: readonly CapabilityDefinition[],
  { required, optional }: CapabilityRequirements,
): readonly CapabilityDefinition[] {
  return definitions.map((definition) => {
    const { capability, isRequired } = definition;
    return {
      ...definition,
      isRequired: required.includes(capability) || (isRequired && !optional.includes(capability)),
    };
  });
}

/**
 * @param known keys of every way in
 * @throws AppError invalid_input `capability_unknown`, `capability_contradicted`, naming key and setting
 */
export function assertRequirements(
  { required, optional }: CapabilityRequirements,
  known: readonly string[],
): void {
  const settings = { MUSTER_JUSTWORKS_REQUIRED: required, MUSTER_JUSTWORKS_OPTIONAL: optional };
  for (const [setting, keys] of Object.entries(settings)) {
    const unknown = keys.find((key) => !known.includes(key));
    if (unknown === undefined) continue;
    const choices = [...new Set(known)].join(', ');
    const message = `${setting} names "${unknown}", which is no capability. There are: ${choices}.`;
    throw invalidInput('capability_unknown', message);
  }
  const both = required.find((key) => optional.includes(key));
  if (both === undefined) return;
  throw invalidInput('capability_contradicted', `"${both}" can't be both required and optional.`);
}

function inWords(permissions: readonly string[]): string {
  return permissions.length === 1 ? permissions[0]! : `all of: ${permissions.join(', ')}`;
}
