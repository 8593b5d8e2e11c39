import { toText } from '../../../hris/normalize/text.ts';
import type { TimeOffBalanceItem } from '../../../hris/snapshot.ts';
import { toEnumOrigins } from './enum-origins.ts';
import { toTimeOffType } from './enums-of-api.ts';
import { toSignalsOfMemberId } from './from-member.ts';
import { timeOffBalanceKey } from './source-keys.ts';
import type { WordTally } from './word-tally.ts';

export interface TimeOffBalanceDetails {
  memberId: string;
  policyId: string | null;
  available: number | null;
  used: number | null;
  policyType: string | null;
  remote: unknown;
}

/** What a member has left of a policy, in the policy's own unit. */
export function toTimeOffBalanceItem(
  balance: TimeOffBalanceDetails,
  tally: WordTally,
  path: string,
): TimeOffBalanceItem {
  const words = { policy_type: toTimeOffType(toText(balance.policyType)) };
  tally.noteAll(words);
  return {
    model: 'time_off_balance',
    sourceKey: timeOffBalanceKey(balance.memberId, balance.policyId),
    remoteId: null,
    person: toSignalsOfMemberId(balance.memberId),
    fields: { balance: balance.available, used: balance.used, policy_type: words.policy_type.value },
    enumOrigins: toEnumOrigins(words),
    remoteData: [{ path, data: balance.remote }],
  };
}
