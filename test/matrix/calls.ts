import type { InjectOptions } from 'fastify';
import type { Answer } from '../integration/http/harness.ts';
import { accessOf, tableOfPathParameter, type DocumentedOperation } from './operations.ts';
import type { Account, World } from './world.ts';

export interface Call {
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** Stands behind the question mark as it is. */
  rawQuery?: string;
  headers?: Record<string, string | undefined>;
  /** Under `/hris/v1`, where the same handlers stand. */
  isSecondAddress?: boolean;
  body?: unknown;
  /** Sent as it is, with the type. */
  raw?: { type: string; text: string };
}

/** Sends the operation's request as `who` with its own ids, but for what the call says otherwise. */
export function send(
  world: World,
  operation: DocumentedOperation,
  who: Account,
  call: Call = {},
): Promise<Answer> {
  const given = { ...headersOf(world, operation, who), ...call.headers };
  const headers = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const options: InjectOptions = { method: operation.method, url: urlOf(operation, who, call), headers };
  if (call.raw) {
    options.headers = { ...headers, 'content-type': call.raw.type };
    options.payload = call.raw.text;
  } else if (call.body !== undefined) {
    options.headers = { ...headers, 'content-type': 'application/json' };
    options.payload = JSON.stringify(call.body);
  }
  return world.harness.send(options);
}

function headersOf(world: World, operation: DocumentedOperation, who: Account): Record<string, string> {
  switch (accessOf(operation)) {
    case 'organization':
      return { authorization: `Bearer ${who.key}` };
    case 'linked_account':
      return { authorization: `Bearer ${who.key}`, 'x-account-token': who.accountToken };
    case 'link_session':
      return { authorization: `Bearer ${who.linkToken}` };
    case 'employer_page':
      return { authorization: `Bearer ${who.employerToken}` };
    case 'inbound_mail':
      return { authorization: `Bearer ${world.harness.context.secrets.inboundMailSecret}` };
    case 'public':
      return {};
  }
}

function urlOf(operation: DocumentedOperation, who: Account, call: Call): string {
  const pattern = call.isSecondAddress ? operation.path.replace('/api/hris/', '/hris/') : operation.path;
  const path = pattern.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(call.path?.[name] ?? pathValue(operation, name, who)),
  );
  const query = call.rawQuery ?? new URLSearchParams(call.query).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The account's own id where the parameter names one. */
function pathValue(operation: DocumentedOperation, name: string, who: Account): string {
  const table = tableOfPathParameter(operation.path, name);
  if (table !== undefined) return who.ids[table]?.[0] ?? who.ids['employees']![0]!;
  return FIXED[name] ?? 'unknown';
}

const FIXED: Record<string, string> = { integration: 'justworks', check: 'missing_manager' };

export function pathParameters(operation: DocumentedOperation): string[] {
  return [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}
