import { Type, type TProperties, type TSchema } from 'typebox';
import { Company, Employee, Employment, Group, Location, Nullable, Uuid } from '../../hris/model/index.ts';
import { Component } from './parts.ts';

/** An id, or the record under `expand`. */
const Expandable = (name: string) => Nullable(Type.Union([Uuid, Type.Unsafe<object>({ $ref: `${name}#` })]));
const ExpandableList = (name: string) =>
  Nullable(Type.Array(Type.Union([Uuid, Type.Unsafe<object>({ $ref: `${name}#` })])));

/** The stored model with the relations that a caller may expand. */
function withExpandable(model: { properties: TProperties; $id?: string }, relations: TProperties): TSchema {
  return Type.Object({ ...model.properties, ...relations }, { $id: model.$id!, additionalProperties: false });
}

const EmployeeAnswer = withExpandable(Employee, {
  company: Expandable('Company'),
  employments: ExpandableList('Employment'),
  groups: ExpandableList('Group'),
  home_location: Expandable('Location'),
  manager: Expandable('Employee'),
  work_location: Expandable('Location'),
});

const EmploymentAnswer = withExpandable(Employment, { employee: Expandable('Employee') });

export const RECORD_COMPONENTS: TSchema[] = [Company, Location, Group, EmployeeAnswer, EmploymentAnswer];

export const RECORD_ANSWERS = {
  company: Component(Company),
  location: Component(Location),
  group: Component(Group),
  employee: Component(EmployeeAnswer),
  employment: Component(EmploymentAnswer),
};
