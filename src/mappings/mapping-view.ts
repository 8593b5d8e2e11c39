import type { MappingSource, StoredMapping } from './field-mappings-store.ts';
import type { SeenField } from './seen-fields.ts';

const PATH_SEPARATOR = '\u001f';

/** `{}`: nothing is known of its values. */
export function toJsonSchema({ types }: Pick<SeenField, 'types'>): Record<string, unknown> {
  return types.length === 0 ? {} : { type: types.length === 1 ? types[0] : types };
}

export function toEndpointInfo({ method, urlPath, traversalPath }: Omit<MappingSource, 'jmesPath'>) {
  return { method, url_path: urlPath, field_traversal_path: traversalPath.map(String) };
}

/**
 * A mapping as the API shows it.
 * @param seen the fields of its model in a sample; null: leave out what they would tell
 */
export function toMappingView(mapping: StoredMapping, seen: readonly SeenField[] | null) {
  const { source } = mapping;
  const field = seen && findSeen(seen, source);
  return {
    id: mapping.id,
    // Each mapping is of one linked account.
    is_integration_wide: false,
    target_field: {
      name: mapping.targetName,
      description: mapping.targetDescription,
      is_organization_wide: mapping.isOrganizationWide,
    },
    remote_field: {
      remote_key_name: seen === null ? null : keyNameOf(source.traversalPath),
      schema: seen === null ? null : toJsonSchema(field ?? { types: [] }),
      remote_endpoint_info: toEndpointInfo(source),
    },
    jmes_path: source.jmesPath,
  };
}

export function findSeen(seen: readonly SeenField[], source: MappingSource): SeenField | undefined {
  const wanted = source.traversalPath.join(PATH_SEPARATOR);
  return seen.find(
    ({ urlPath, traversalPath }) =>
      urlPath === source.urlPath && traversalPath.join(PATH_SEPARATOR) === wanted,
  );
}

/** The key that the value stands under; a whole row has none. */
export const keyNameOf = (traversalPath: readonly (string | number)[]): string | null =>
  traversalPath.length === 0 ? null : String(traversalPath.at(-1));
