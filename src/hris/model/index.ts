export { Company, type CompanyFields } from './company.ts';
export { Employee, type EmployeeFields, type EmployeeRelation } from './employee.ts';
export { Employment, type EmploymentFields } from './employment.ts';
export { Group, type GroupFields } from './group.ts';
export { Location, type LocationFields } from './location.ts';
export { baseProperties, DateTime, Nullable, OpenEnum, Relation, RemoteData, Uuid } from './common.ts';
