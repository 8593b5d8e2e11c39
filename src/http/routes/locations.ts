import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import type { RouteApp } from '../route-app.ts';
import { OneOf } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addLocationRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'location',
    path: 'locations',
    plural: 'locations',
    singular: 'a location',
    answer: RECORD_ANSWERS.location,
    filters: { location_type: Type.Optional(OneOf('HOME', 'WORK')) },
    expand: [],
    enumOrigins: ['country', 'location_type'],
    hasSensitiveFields: false,
  });
}
