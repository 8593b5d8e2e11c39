import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { invalidInput } from '../lib/app-error.ts';
import { computeOne, type RemoteRows } from './compute-mappings.ts';
import { compileExpression } from './expression.ts';
import type { MappingSource, StoredMapping } from './field-mappings-store.ts';
import { sampleRemoteRows } from './remote-samples-store.ts';

/** What is doubtful about a mapping that is taken all the same. */
export interface MappingWarning {
  code: 'remote_field_not_seen' | 'expression_fails';
  detail: string;
  pointer: string;
}

/** @throws AppError invalid_input `remote_method_unknown`, `traversal_path_empty`, `jmes_path_invalid`, `jmes_path_refused` */
export function assertSource(source: MappingSource): void {
  if (source.method !== 'GET')
    throw invalidInput('remote_method_unknown', 'What the source shows is read by GET.', '/remote_method');
  if (source.jmesPath !== null) compileExpression(source.jmesPath);
  else if (source.traversalPath.length === 0)
    throw invalidInput(
      'traversal_path_empty',
      'A whole row is no field: give a path, or a jmes_path over the row.',
      '/remote_field_traversal_path',
    );
}

/** Tries the mapping on some records that are stored already. */
export async function tryOnStored(
  db: Db,
  scope: AccountScope,
  { model, source }: Pick<StoredMapping, 'model' | 'source'>,
  count: number,
): Promise<MappingWarning[]> {
  return listWarnings(source, await sampleRemoteRows(db, scope, model, count));
}

function listWarnings(source: MappingSource, sample: readonly RemoteRows[]): MappingWarning[] {
  const expression = source.jmesPath === null ? null : compileExpression(source.jmesPath);
  const results = sample.map((rows) => computeOne({ ...source, expression }, rows));
  const failed = results.filter(({ hasFailed }) => hasFailed).length;
  if (failed > 0) return [expressionFails(failed, sample.length)];
  const isSeen = results.some(({ json }) => json !== 'null');
  return isSeen || sample.length === 0 ? [] : [notSeen(sample.length)];
}

const expressionFails = (failed: number, tried: number): MappingWarning => ({
  code: 'expression_fails',
  detail: `The mapping fails on ${failed} of ${tried} stored records that were tried; their value is null.`,
  pointer: '/jmes_path',
});

const notSeen = (tried: number): MappingWarning => ({
  code: 'remote_field_not_seen',
  detail: `None of ${tried} stored records that were tried has a value there.`,
  pointer: '/remote_field_traversal_path',
});
