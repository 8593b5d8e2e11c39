export { changeFieldMapping } from './change-field-mapping.ts';
export { tryOnStored, type MappingWarning } from './check-source.ts';
export { type ComputeMappings, type MappedFields } from './compute-mappings.ts';
export { createFieldMapping } from './create-field-mapping.ts';
export { deleteFieldMapping } from './delete-field-mapping.ts';
export { MAX_EXPRESSION_LENGTH } from './expression.ts';
export { type StoredMapping } from './field-mappings-store.ts';
export {
  listFieldMappings,
  listRemoteFields,
  listTargetFields,
  viewFieldMapping,
} from './list-field-mappings.ts';
export { loadMappings } from './load-mappings.ts';
export { reportFailedMappings } from './report-failed-mappings.ts';
