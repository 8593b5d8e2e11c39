import { send } from './calls.ts';
import { queryOf, type Case } from './cases.ts';
import { damaged } from './fuzz-cases.ts';
import { MARK } from './junk.ts';
import { accessOf, operations, type DocumentedOperation } from './operations.ts';
import type { Account, World } from './world.ts';

/** What each list gave as `next`, by operation and caller. */
export type Cursors = Map<string, Record<'own' | 'beside' | 'foreign', string | null>>;

export async function collectCursors(world: World): Promise<Cursors> {
  const lists = operations.filter((operation) => takesCursor(operation) && operation.method === 'GET');
  const entries = lists.map(async (operation) => {
    const ask = async (who: Account) =>
      ((await send(world, operation, who, { query: { page_size: '1' } })).json?.next as string | null) ??
      null;
    const [own, beside, foreign] = [await ask(world.own), await ask(world.beside), await ask(world.foreign)];
    return [operation.operationId, { own, beside, foreign }] as const;
  });
  return new Map(await Promise.all(entries));
}

const takesCursor = (operation: DocumentedOperation): boolean =>
  queryOf(operation).some(({ name }) => name === 'cursor');

/** Cursors that were not issued for this list, these filters and this caller. */
export function cursorCases(operation: DocumentedOperation, cursors: Cursors): Case[] {
  if (!takesCursor(operation)) return [];
  const mine = cursors.get(operation.operationId)!;
  const texts: [string, string | null][] = [
    ['junk', MARK],
    ['junk with a signature', `${MARK}.${MARK}`],
    ['an empty signature', `${Buffer.from('["next","2026","x"]').toString('base64url')}.`],
    ...(mine.own === null ? [] : [...damaged(mine.own)].map((one): [string, string] => ['damaged', one])),
    ['cut', mine.own?.slice(0, -3) ?? null],
    ['of another organization', mine.foreign],
    ...(accessOf(operation) === 'linked_account'
      ? [['of another account', mine.beside] as [string, string | null]]
      : []),
    ...[...cursors]
      .filter(([id]) => id !== operation.operationId && listOf(id) !== listOf(operation.operationId))
      .map(([id, { own }]): [string, string | null] => [`of ${id}`, own]),
  ];
  return [
    ...texts.flatMap(([what, cursor]) => (cursor === null ? [] : [refused(`a cursor ${what}`, { cursor })])),
    ...otherFilters(operation, mine.own),
  ];
}

/** The same list stands at two addresses here and there. */
const listOf = (operationId: string): string => operationId.replace(/^native_/, '');

function otherFilters(operation: DocumentedOperation, cursor: string | null): Case[] {
  const filter = queryOf(operation).find(({ name }) => /_after$|^status$|^state$|_id$|^names$/.test(name));
  const value = filter?.schema.examples?.[0];
  if (cursor === null || typeof value !== 'string') return [];
  return [refused(`a cursor with another ${filter!.name}`, { cursor, [filter!.name]: value })];
}

function refused(what: string, query: Record<string, string>): Case {
  return { what, call: { query }, statuses: [400], code: 'cursor_invalid' };
}
