import { Check } from 'typebox/schema';
import type { Answer } from '../integration/http/harness.ts';
import type { Case } from './cases.ts';
import { MARK } from './junk.ts';
import { document, type DocumentedOperation } from './operations.ts';
import type { Account, World } from './world.ts';

/** What our side looks like from within: none of it belongs into an answer. */
const INSIDE =
  /node_modules|\bat \S+ \(|file:\/\/|\bsyntax error at\b|\brelation "|\bviolates\b|duplicate key|kysely/i;
/** The router's own refusals, for an address that is none. */
const OF_THE_ROUTER = [404, 414, 431];

/** What is wrong with the answer; empty: nothing. */
export function judge(world: World, operation: DocumentedOperation, one: Case, answer: Answer): string[] {
  const isRefused = answer.status >= 400;
  return [
    ...judgeStatus(operation, one, answer),
    ...(isRefused ? judgeProblem(one, answer) : []),
    ...leaks(world, one, answer, isRefused),
  ];
}

function judgeStatus(operation: DocumentedOperation, one: Case, { status, text }: Answer): string[] {
  if (status >= 500) return [`answered ${status}: ${text.slice(0, 200)}`];
  if (one.statuses && !one.statuses.includes(status)) {
    return [`answered ${status}, not ${one.statuses.join(' or ')}: ${text.slice(0, 200)}`];
  }
  const documented = Object.keys(operation.responses).map(Number);
  return [...documented, ...OF_THE_ROUTER].includes(status)
    ? []
    : [`${status} is not documented: ${text.slice(0, 200)}`];
}

const problem = { ...document.components.schemas['Problem'], components: document.components };

function judgeProblem(one: Case, { json, text }: Answer): string[] {
  if (!Check(problem as never, json as never)) return [`an error of another shape: ${text.slice(0, 200)}`];
  const code = json.errors[0]?.problem_type;
  return [
    ...(one.code !== undefined && code !== one.code ? [`said ${code}, not ${one.code}`] : []),
    ...(text.includes(MARK) ? [`repeats what was sent: ${text.slice(0, 200)}`] : []),
    ...(INSIDE.test(text) ? [`tells of our inside: ${text.slice(0, 200)}`] : []),
  ];
}

function leaks(world: World, one: Case, answer: Answer, isRefused: boolean): string[] {
  const seen = `${answer.text}${JSON.stringify(answer.headers)}`;
  const sent = JSON.stringify(one.call);
  const found = secretsOf(world.foreign).filter((secret) => seen.includes(secret) && !sent.includes(secret));
  if (isRefused && seen.includes('canary-own')) found.push('canary-own in a refusal');
  return found.map((secret) => `shows ${secret}`);
}

const known = new Map<Account, string[]>();

function secretsOf(account: Account): string[] {
  const secrets = known.get(account) ?? [
    `canary-${account.label}`,
    account.organizationId,
    account.linkedAccountId,
    account.key,
    account.accountToken,
    ...Object.values(account.ids).flat(),
  ];
  known.set(account, secrets);
  return secrets;
}
