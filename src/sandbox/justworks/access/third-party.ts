import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { Company } from '../company/company.ts';
import type { ThirdPartyType } from '../company/vocabulary.ts';
import type { Permission } from './permissions.ts';

/** How a third party signs in, from its accepted invitation on. */
export interface SignInDetails {
  userName: string;
  passwordHash: string;
  passwordSetAt: Date;
  /** Base32; null before an authenticator is enrolled. */
  authenticatorSecret: string | null;
  /** A code of this 30-second step or an earlier one is refused. */
  lastAcceptedStep: number | null;
  failedPasswords: number;
}

export type InvitationState = 'not_sent' | 'sent' | 'accepted';

/** An outside person or program with access to the company, such as a service account. No row in any report. */
export interface ThirdParty {
  id: string;
  memberType: ThirdPartyType;
  hasAdminAccess: boolean;
  firstName: string;
  lastName: string;
  title: string | null;
  /** The id of a member. */
  manager: string | null;
  department: string;
  office: string;
  startDate: CalendarDate;
  workEmail: string;
  /** Told when the invitation was accepted. */
  personalEmail: string | null;
  /** The last whole day with access. */
  terminationDate: CalendarDate | null;
  /** Further companies that the same log-in can choose. */
  otherCompanies: Company[];
  invitation: InvitationState;
  permissions: Set<Permission>;
  signIn: SignInDetails | null;
}

export function may(thirdParty: ThirdParty, needed: readonly Permission[]): boolean {
  return thirdParty.hasAdminAccess && needed.every((permission) => thirdParty.permissions.has(permission));
}
