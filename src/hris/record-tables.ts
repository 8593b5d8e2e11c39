/** The models that are stored, each in a table of its own. */
export const RECORD_TABLES = {
  company: 'companies',
  location: 'locations',
  group: 'groups',
  employee: 'employees',
  employment: 'employments',
} as const;

export type RecordModel = keyof typeof RECORD_TABLES;
export type RecordTable = (typeof RECORD_TABLES)[RecordModel];

/** Fields of a body that `expand` replaces by the record they name. */
export const EXPANDABLE_RELATIONS: Record<RecordModel, Readonly<Record<string, RecordModel>>> = {
  company: {},
  location: {},
  group: {},
  employee: {
    company: 'company',
    employments: 'employment',
    groups: 'group',
    home_location: 'location',
    manager: 'employee',
    work_location: 'location',
  },
  employment: { employee: 'employee' },
};
