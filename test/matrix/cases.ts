import { createToken } from '../../src/crypto/token-hash.ts';
import type { ApiKeyRole } from '../../src/auth/index.ts';
import type { Parameter } from '../../src/http/document/document-types.ts';
import { newId } from '../../src/lib/ids.ts';
import { pathParameters, type Call } from './calls.ts';
import { BODY_JUNK, junkFor, MARK } from './junk.ts';
import {
  accessOf,
  bodySchemaOf,
  exampleBodyOf,
  resolveSchema,
  tableOfPathParameter,
  type DocumentedOperation,
} from './operations.ts';
import type { Account, World } from './world.ts';
import { isOwned } from './table-values.ts';
import { isBodyWrong } from './wrong-bodies.ts';

export interface Case {
  what: string;
  call: Call;
  /** The only right answers; null: any that the document names. */
  statuses: number[] | null;
  /** `problem_type` of the answer, where it must be this one. */
  code?: string;
  /** Cases of the same name are answered with the same bytes. */
  alike?: string;
}

/** What the operation is sent when nothing is wrong with it, but for what a case changes. */
const soundBody = (operation: DocumentedOperation): Call =>
  bodySchemaOf(operation) ? { body: exampleBodyOf(operation) } : {};

/** Callers who may not. */
export function callerCases(world: World, operation: DocumentedOperation): Case[] {
  const access = accessOf(operation);
  if (access === 'public') return [];
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const wrong: [string, Record<string, string | undefined>][] = [
    ['no key', { authorization: undefined }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['a junk key', bearer(MARK)],
    ['a key of no one', bearer(createToken('live', 'key'))],
    ['a token as key', bearer(world.own.accountToken)],
    ['another scheme', { authorization: `Digest ${world.own.key}` }],
    ...(access === 'organization' || access === 'linked_account'
      ? [['a revoked key', bearer(world.revokedKey)] as [string, Record<string, string>]]
      : [['an API key', bearer(world.own.key)] as [string, Record<string, string>]]),
  ];
  const cases = wrong.map(([what, headers]) => toCase(operation, what, { headers }, [401]));
  const all = [...cases, ...roleCases(world, operation), ...tokenCases(world, operation)];
  return operation.path.startsWith('/api/hris/') ? all.flatMap(atBothAddresses) : all;
}

const atBothAddresses = (one: Case): Case[] => [
  one,
  { ...one, what: `${one.what}, second address`, call: { ...one.call, isSecondAddress: true } },
];

function roleCases(world: World, operation: DocumentedOperation): Case[] {
  const role = operation['x-muster-role'] as ApiKeyRole | undefined;
  if (role === undefined) return [];
  const keyless = (missing: ApiKeyRole) => ({ authorization: `Bearer ${world.keyWithout[missing]}` });
  const plain = toCase(operation, `a key without ${role}`, { headers: keyless(role) }, [403], 'role_missing');
  if (!queryOf(operation).some(({ name }) => name === 'include_sensitive_fields')) return [plain];
  const call = { headers: keyless('sensitive'), query: { include_sensitive_fields: 'true' } };
  return [plain, toCase(operation, 'sensitive fields without sensitive', call, [403], 'role_missing')];
}

function tokenCases(world: World, operation: DocumentedOperation): Case[] {
  if (accessOf(operation) !== 'linked_account') return [];
  const tokens: [string, string | undefined][] = [
    ['no token', undefined],
    ['a junk token', MARK],
    ['a token of no account', createToken('live', 'acct')],
    ['a token of another organization', world.foreign.accountToken],
    ['a key as token', world.own.key],
  ];
  return tokens.map(([what, token]) =>
    toCase(operation, what, { headers: { 'x-account-token': token } }, [401]),
  );
}

/** Ids that are another's: answered as unknown ones are. */
export function idCases(world: World, operation: DocumentedOperation): Case[] {
  const inPath = pathParameters(operation).filter((name) =>
    isOwned(tableOfPathParameter(operation.path, name) ?? 'connector_overrides'),
  );
  return inPath.flatMap((name) => {
    const table = tableOfPathParameter(operation.path, name)!;
    const others: [string, Account][] = [['another organization', world.foreign]];
    if (accessOf(operation) === 'linked_account') others.push(['another account', world.beside]);
    const known = others.flatMap(([whose, { ids }]) =>
      (ids[table] ?? []).slice(0, 1).map((id) => [whose, id]),
    );
    return [...known, ['nobody', newId()]].map(([whose, id]) => ({
      ...toCase(operation, `${name} of ${whose}`, { path: { [name]: id! } }, [404], 'not_found'),
      alike: `${name} of others`,
    }));
  });
}

/** Keys of an idempotent call that can't be one. */
export function idempotencyCases(operation: DocumentedOperation): Case[] {
  if (!operation.parameters?.some(({ name }) => name === 'Idempotency-Key')) return [];
  const keys = [MARK.repeat(100), '\u00e9', ' '];
  return keys.map((key) =>
    toCase(
      operation,
      `the Idempotency-Key ${key.slice(0, 9)}`,
      { headers: { 'idempotency-key': key } },
      [400],
    ),
  );
}

/** Junk in place of ids in the path. */
export function pathCases(operation: DocumentedOperation): Case[] {
  const texts = [MARK, '0', '-1', '%00', `${MARK}'--`, '<b>', '🙈', ' ', '../x', MARK.repeat(100), 'null'];
  return pathParameters(operation).flatMap((name) =>
    texts.map((text) =>
      toCase(
        operation,
        `${name}: ${JSON.stringify(text.slice(0, 20))}`,
        { path: { [name]: text } },
        [400, 404, 414],
      ),
    ),
  );
}

export const queryOf = (operation: DocumentedOperation): Parameter[] =>
  (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');

/** Junk and edges of every parameter of the query. */
export function queryCases(operation: DocumentedOperation): Case[] {
  return queryOf(operation).flatMap((parameter) =>
    junkFor(parameter).map(({ what, text, isWrong }) => {
      const call = { query: { [parameter.name]: text } };
      return toCase(operation, `${parameter.name}: ${what}`, call, isWrong ? [400] : null);
    }),
  );
}

/** Ids of another organization in the query: nothing of it comes back. */
export function queryIdCases(world: World, operation: DocumentedOperation): Case[] {
  return queryOf(operation)
    .filter(({ name }) => /(^|_)ids?$|groups/.test(name))
    .flatMap(({ name }) => {
      const table = QUERY_TABLES[name] ?? `${name.replace(/_ids?$/, '')}s`;
      const ids = [...(world.foreign.ids[table] ?? []).slice(0, 1), world.foreign.linkedAccountId];
      return ids.map((id) =>
        toCase(operation, `${name} of another organization`, { query: { [name]: id } }, null),
      );
    });
}

const QUERY_TABLES: Record<string, string> = {
  manager_id: 'employees',
  approver_id: 'employees',
  company_id: 'companies',
  home_location_id: 'locations',
  work_location_id: 'locations',
  parent_team_id: 'teams',
  groups: 'groups',
  id: 'linked_accounts',
  ids: 'linked_accounts',
};

/** Bodies of the wrong type, size or shape. */
export function bodyCases(operation: DocumentedOperation): Case[] {
  // Mail and what a source signs come in any type, and are read as bytes.
  if (operation.method === 'GET' || ['inbound_mail', 'public'].includes(accessOf(operation))) return [];
  const raw = (what: string, type: string, text: string, statuses: number[]) =>
    toCase(operation, what, { raw: { type, text } }, statuses);
  const types = [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ];
  return [
    ...types.map((type) => raw(`a body of ${type}`, type, `${MARK}=1`, [415])),
    raw('an oversize body', 'application/json', JSON.stringify({ [MARK]: 'x'.repeat(20_000) }), [413]),
    raw('a cut body', 'application/json', `{"${MARK}": "`, [400]),
    raw('a poisoned body', 'application/json', '{"__proto__": {"a": 1}}', [400]),
    ...(bodySchemaOf(operation)
      ? [...(operation.requestBody!.required ? ['null'] : []), '[]', '7', '"text"'].map((text) =>
          raw(`the body ${text}`, 'application/json', text, [400]),
        )
      : []),
  ];
}

/** Each field of a sound body in turn replaced by junk. */
export function fieldCases(world: World, operation: DocumentedOperation): Case[] {
  const schema = bodySchemaOf(operation);
  if (!schema) return [];
  const sound = exampleBodyOf(operation) as Record<string, unknown>;
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    // An origin id is the caller's own word.
    const ids =
      /(^|_)ids?$/.test(name) && !name.includes('origin')
        ? foreignIds(world).map((id): [string, unknown] => ['a foreign id', id])
        : [];
    return [...BODY_JUNK, ...ids].map(([what, value]) => {
      const isWrong = isBodyWrong(resolveSchema(field), value);
      return toCase(
        operation,
        `${name}: ${what}`,
        { body: { ...sound, [name]: value } },
        isWrong ? [400] : null,
      );
    });
  });
}

function foreignIds({ foreign }: World): string[] {
  return [foreign.linkedAccountId, foreign.ids['employees']![0]!, foreign.ids['webhook_endpoints']![0]!];
}

function toCase(
  operation: DocumentedOperation,
  what: string,
  call: Call,
  statuses: number[] | null,
  code?: string,
): Case {
  const sent = call.raw ? call : { ...soundBody(operation), ...call };
  return { what, call: sent, statuses, ...(code !== undefined && { code }) };
}
