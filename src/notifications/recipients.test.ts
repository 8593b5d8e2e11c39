import { expect, it } from 'vitest';
import type { NotificationKind } from '../db/schema/notifications.ts';
import { chooseRecipients, isForDigest } from './recipients.ts';

const readers = { addresses: ['a@x.example', 'b@x.example'], operators: ['ops@x.example', 'a@x.example'] };
const both = readers.addresses;

it.each<[NotificationKind, string[], string[], string[]]>([
  ['run_changed', both, [], []],
  ['run_held', [...both, 'ops@x.example'], [...both, 'ops@x.example'], [...both, 'ops@x.example']],
  ['failure', both, both, both],
  ['recovery', both, both, both],
  ['reminder', both, both, both],
  ['digest', both, both, both],
])('%s goes to %j by "changes", %j by "daily" and %j by "failures"', (kind, ...expected) => {
  const modes = ['changes', 'daily', 'failures'] as const;
  expect(modes.map((mode) => chooseRecipients(kind, { ...readers, mode }))).toEqual(expected);
});

it('keeps for the daily summary what happened, and no summary of a summary', () => {
  const kinds = ['run_changed', 'run_held', 'failure', 'recovery', 'reminder', 'digest'] as const;
  expect(kinds.map((kind) => isForDigest(kind, 'daily'))).toEqual([true, true, true, false, false, false]);
  expect(kinds.some((kind) => isForDigest(kind, 'changes'))).toBe(false);
});
