import type { CapabilityDefinition } from '../contract.ts';

const GRANT_HINT = 'In Justworks open Company > Permissions, edit the service account and tick';

const REPORT_PERMISSIONS = [
  'Manage employees',
  'View all employee information',
  'View basic employee information',
  'Upload & view all documents',
  'View invoices & reporting',
];

/**
 * What the service account must be granted, and what each grant lets us read. Justworks shows neither the settings
 * without the right to edit them, nor the two reports without all five of the others (help.merge.dev 8358999).
 */
export const capabilities: readonly CapabilityDefinition[] = [
  {
    capability: 'company_settings',
    permissions: ['Edit company settings'],
    unlocks: 'company, offices, locations and departments',
    reason:
      'Justworks shows these settings only to accounts that may edit them; they are read and never changed.',
    fix: `${GRANT_HINT} Edit company settings.`,
    isRequired: true,
  },
  {
    capability: 'employee_census',
    permissions: REPORT_PERMISSIONS,
    unlocks: 'the Employee Census Report: people, contact details, departments and managers',
    reason: 'Justworks gives out the Employee Census Report only to accounts that hold all five permissions.',
    fix: `${GRANT_HINT} all of: ${REPORT_PERMISSIONS.join(', ')}.`,
    isRequired: true,
  },
  {
    capability: 'work_history',
    permissions: REPORT_PERMISSIONS,
    unlocks: 'the Work History Report: titles, pay and employment types over time',
    reason: 'Justworks gives out the Work History Report only to accounts that hold all five permissions.',
    fix: `${GRANT_HINT} all of: ${REPORT_PERMISSIONS.join(', ')}.`,
    isRequired: true,
  },
];
