import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import type { RouteApp } from '../route-app.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addTeamRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'team',
    path: 'teams',
    plural: 'teams',
    singular: 'a team',
    answer: RECORD_ANSWERS.team,
    filters: { parent_team_id: Type.Optional(Uuid) },
    expand: ['parent_team'],
    enumOrigins: [],
    hasSensitiveFields: false,
  });
}
