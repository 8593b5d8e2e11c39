import type { GroupItem } from '../../../hris/snapshot.ts';
import type { DepartmentSettings } from '../web/settings.ts';
import { departmentKey } from './source-keys.ts';

/** A department as the settings list it. */
export function toGroupItem(department: DepartmentSettings, path: string): GroupItem {
  return {
    ...toNamedGroupItem(department.name),
    remoteId: department.id,
    remoteData: [{ path, data: department }],
  };
}

/** A department that only people name. */
export function toNamedGroupItem(name: string): GroupItem {
  return {
    model: 'group',
    sourceKey: departmentKey(name),
    remoteId: null,
    fields: { name: name.trim(), type: 'DEPARTMENT', is_commonly_used_as_team: null },
    enumOrigins: {},
    remoteData: [],
  };
}
