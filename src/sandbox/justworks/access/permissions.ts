/** Company-level permissions by their groups on the permission page. */
export const PERMISSION_GROUPS = [
  { group: 'Settings', permissions: ['Edit company settings', 'Edit employee permissions'] },
  { group: 'Payments', permissions: ['View invoices & reporting'] },
  {
    group: 'Company HR',
    permissions: [
      'Manage employees',
      'View all employee information',
      'View basic employee information',
      'Upload & view all documents',
    ],
  },
  { group: 'Benefits', permissions: ['Manage company benefits'] },
  { group: 'Time', permissions: ['Manage all paid time off', 'Manage all timecards'] },
] as const;

export type Permission = (typeof PERMISSION_GROUPS)[number]['permissions'][number];

export const ALL_PERMISSIONS: readonly Permission[] = PERMISSION_GROUPS.flatMap(
  ({ permissions }) => permissions,
);

export const SETTINGS_PERMISSION: Permission = 'Edit company settings';

/** Both reports open only to who has all five. */
export const REPORT_PERMISSIONS: readonly Permission[] = [
  'Manage employees',
  'View all employee information',
  'View basic employee information',
  'Upload & view all documents',
  'View invoices & reporting',
];

export function isPermission(text: string): text is Permission {
  return (ALL_PERMISSIONS as readonly string[]).includes(text);
}
