import { Compile } from 'typebox/compile';
import { Type, type TSchema } from 'typebox';
import { ConnectorError } from '../connectors/errors.ts';
import { Nullable, baseProperties } from '../hris/model/index.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';

const CHECKS = new Map(
  RECORD_PLANS.map((plan) => {
    const own = Object.fromEntries(ownFields(plan));
    return [plan.model, Compile(Type.Object(own, { additionalProperties: false }))] as const;
  }),
);

/** What a connector fills in. */
function ownFields(plan: RecordPlan): [string, TSchema][] {
  return Object.entries(plan.schema.properties)
    .filter(([name]) => !(name in baseProperties) && !plan.relations.has(name))
    .map(([name, schema]) => [name, name in plan.lines ? Nullable(Type.Array(plan.lines[name]!)) : schema]);
}

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
