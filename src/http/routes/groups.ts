import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import type { RouteApp } from '../route-app.ts';
import { List } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addGroupRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'group',
    path: 'groups',
    plural: 'groups',
    singular: 'a group',
    answer: RECORD_ANSWERS.group,
    filters: {
      is_commonly_used_as_team: Type.Optional(Type.Boolean()),
      names: Type.Optional(List(Type.String())),
      types: Type.Optional(List(Type.String())),
    },
    expand: ['parent_group'],
    enumOrigins: ['type'],
    hasSensitiveFields: false,
  });
}
