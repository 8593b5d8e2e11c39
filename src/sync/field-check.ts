import { Compile } from 'typebox/compile';
import { Type, type TObject } from 'typebox';
import { ConnectorError } from '../connectors/errors.ts';
import { Company, Employee, Employment, Group, Location, baseProperties } from '../hris/model/index.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import { RECORD_PLANS } from './record-plans.ts';

const SCHEMAS: Record<RecordModel, TObject> = {
  company: Company,
  location: Location,
  group: Group,
  employee: Employee,
  employment: Employment,
};

const CHECKS = new Map(
  RECORD_PLANS.map((plan) => {
    const isOwn = (name: string): boolean => !(name in baseProperties) && !plan.relations.has(name);
    const own = Object.entries(SCHEMAS[plan.model].properties).filter(([name]) => isOwn(name));
    return [
      plan.model,
      Compile(Type.Object(Object.fromEntries(own), { additionalProperties: false })),
    ] as const;
  }),
);

/**
 * Makes sure that a connector's fields fit the model, all of them and no others, before any of them is stored.
 * @throws ConnectorError `report_malformed`, which names fields and never values
 */
export function assertFields(model: RecordModel, fields: object): void {
  const check = CHECKS.get(model)!;
  if (check.Check(fields)) return;
  const places = [
    ...new Set(check.Errors(fields).map((error) => `${error.instancePath || '/'} ${error.keyword}`)),
  ].slice(0, 10);
  throw new ConnectorError('report_malformed', `A ${model} does not fit the model: ${places.join(', ')}.`, {
    subject: model,
  });
}
