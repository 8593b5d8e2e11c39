import type { ApiDescription } from './api-schema.ts';
import { ConnectorError } from '../../errors.ts';
import type { PartnerApi } from './client.ts';
import type { Coverage } from './coverage.ts';
import { readShape } from './read-shape.ts';

const SUBJECT = 'member_detail';

/** The company's own fields by their ids. */
export type CustomFields = Record<
  string,
  { label: string; isMany: boolean; /** By id. */ options: Record<string, string> }
>;

/** Null where there are none, or where they may not be seen. */
export async function readCustomFields(api: PartnerApi, coverage: Coverage): Promise<CustomFields | null> {
  if (!coverage.reads('members') || !coverage.has('company_detail') || !coverage.has('member_detail'))
    return null;
  const fields: CustomFields = {};
  try {
    for await (const page of api.pages({ path: 'customFields', subject: 'company_detail' }))
      for (const definition of page) addField(api.description, fields, definition);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'permission_missing') throw error;
    coverage.lose(error.subject);
    return null;
  }
  return Object.keys(fields).length === 0 ? null : fields;
}

/** A member's own values by the fields' labels; what is empty is left out. */
export async function readCustomValues(
  api: PartnerApi,
  fields: CustomFields,
  memberId: string,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const call = { path: 'customFieldValues', id: memberId, subject: SUBJECT } as const;
  for await (const page of api.pages(call)) {
    for (const json of page) {
      const value = readShape(api.description, 'customValue', json, SUBJECT);
      const field = fields[value.id];
      if (field) values[field.label] = toValue(field, value.values ?? []);
    }
  }
  return values;
}

function addField(description: ApiDescription, fields: CustomFields, json: unknown): void {
  const field = readShape(description, 'customField', json, SUBJECT);
  const options = (field.options ?? []).map((option) =>
    readShape(description, 'customOption', option, SUBJECT),
  );
  fields[field.id] = {
    label: field.label ?? field.id,
    isMany: field.cardinality !== null && description.words.manyValues.includes(field.cardinality),
    options: Object.fromEntries(options.map(({ id, label }) => [id, label ?? id])),
  };
}

function toValue(field: CustomFields[string], values: readonly unknown[]): unknown {
  const shown = values.map((value) => (typeof value === 'string' ? (field.options[value] ?? value) : value));
  return field.isMany ? shown : (shown[0] ?? null);
}
