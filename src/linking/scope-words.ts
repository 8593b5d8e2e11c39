import {
  MODEL_NAMES,
  RECORD_MODEL_NAMES,
  SENSITIVE_SCOPE_FIELDS,
  type ModelName,
  type Scopes,
} from '../hris/scopes.ts';
import type { Language } from '../lib/language.ts';
import { wordsOf } from './words/index.ts';

/** One kind of records that is read, in words for an HR admin. */
export interface ScopeWords {
  model: ModelName;
  title: string;
  fields: string[];
  /** Those of the fields that people guard most. */
  sensitive_fields: string[];
}

const READABLE: readonly ModelName[] = Object.values(RECORD_MODEL_NAMES);

/** Beside what is stored sealed: what tells of body, origin, family, home or money. */
const GUARDED_FIELDS: Scopes = {
  Company: ['eins'],
  Employee: ['home_location', 'gender', 'ethnicity', 'marital_status', 'date_of_birth'],
  EmployeePayrollRun: ['gross_pay', 'net_pay', 'deductions'],
  Employment: ['pay_rate'],
  TimeOff: ['employee_note'],
};

/** What the scopes let be read. What no source gives is left out. */
export function toScopeWords(scopes: Scopes, language: Language): ScopeWords[] {
  const { titles } = wordsOf(language).scopes;
  const models = MODEL_NAMES.filter((model) => READABLE.includes(model) && scopes[model]);
  return models.map((model) => ({
    model,
    title: titles[model] ?? model,
    fields: scopes[model]!.map((field) => nameField(model, field, language)),
    sensitive_fields: scopes[model]!.filter((field) => isSensitive(model, field)).map((field) =>
      nameField(model, field, language),
    ),
  }));
}

const isSensitive = (model: ModelName, field: string): boolean =>
  [SENSITIVE_SCOPE_FIELDS, GUARDED_FIELDS].some((scopes) => scopes[model]?.includes(field));

function nameField(model: ModelName, field: string, language: Language): string {
  const { fields } = wordsOf(language).scopes;
  return fields[`${model}.${field}`] ?? fields[field] ?? field.replaceAll('_', ' ');
}
