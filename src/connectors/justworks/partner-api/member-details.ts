import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { toCountryCode } from '../../../hris/normalize/country.ts';
import type { ApiDescription } from './api-schema.ts';
import { pickCountry, readShape, toDay } from './read-shape.ts';
import type { Shape } from './shapes.ts';

/** What calls of their own told about a member. */
export interface MemberExtras {
  taxId: string | null;
  customFields: Record<string, unknown> | null;
}

export interface EmploymentEntry {
  effectiveDate: CalendarDate | null;
  jobTitle: string | null;
  classification: string | null;
  flsaStatus: string | null;
  remote: unknown;
}

export interface PayEntry {
  effectiveDate: CalendarDate | null;
  amount: number | null;
  currency: string | null;
  payType: string | null;
  payFrequency: string | null;
  remote: unknown;
}

type Plain = Pick<
  Shape<'member'>,
  | 'id'
  | 'companyId'
  | 'workId'
  | 'givenName'
  | 'familyName'
  | 'preferredName'
  | 'active'
  | 'type'
  | 'department'
  | 'office'
  | 'managerId'
  | 'createdAt'
>;

/** A member with everything read that stands inside; null where the source leaves it out. */
export interface MemberDetails extends Plain, MemberExtras {
  workEmail: string | null;
  personalEmail: string | null;
  mobilePhone: string | null;
  mobilePhoneCountry: string | null;
  homeAddress: Shape<'address'> | null;
  startDate: CalendarDate | null;
  terminationDate: CalendarDate | null;
  birthDate: CalendarDate | null;
  employments: EmploymentEntry[];
  pays: PayEntry[];
  /** As the source gave it. */
  remote: unknown;
}

const SUBJECT = 'member_basic';

/** @throws ConnectorError report_malformed */
export function toMemberDetails(
  description: ApiDescription,
  json: unknown,
  extras: MemberExtras,
): MemberDetails {
  const { words } = description;
  const member = readShape(description, 'member', json, SUBJECT);
  const emails = readAll(description, 'email', member.emails);
  const phone = ofType(readAll(description, 'phone', member.phones), words.mobilePhone);
  const homeAddress = ofType(readAll(description, 'address', member.addresses), words.homeAddress) ?? null;
  return {
    ...member,
    ...extras,
    workEmail: ofType(emails, words.workEmail)?.address ?? null,
    personalEmail: ofType(emails, words.personalEmail)?.address ?? null,
    mobilePhone: phone?.number ?? null,
    mobilePhoneCountry: phone?.country ?? null,
    homeAddress,
    startDate: toDay(member.startDate, SUBJECT),
    terminationDate: toDay(member.terminationDate, SUBJECT),
    birthDate: toDay(member.birthDate, SUBJECT),
    employments: employmentsOf(description, member, toCountryCode(homeAddress?.country ?? null)),
    pays: paysOf(description, member),
    remote: json,
  };
}

/** Only what says whether and under which names somebody is on the roster. */
export function readMemberOutline(description: ApiDescription, json: unknown): Shape<'member'> {
  return readShape(description, 'member', json, SUBJECT);
}

function employmentsOf(
  description: ApiDescription,
  member: Shape<'member'>,
  country: string | null,
): EmploymentEntry[] {
  const entries = withCurrent(member.employmentHistory, member.currentEmployment);
  return entries.map((remote): EmploymentEntry => {
    const entry = readShape(description, 'employment', remote, SUBJECT);
    const inCountry = pickCountry(entry.countries, country) ?? {};
    const { classification, flsaStatus } = readShape(description, 'employmentCountry', inCountry, SUBJECT);
    const effectiveDate = toDay(entry.effectiveDate, SUBJECT);
    return { effectiveDate, jobTitle: entry.jobTitle, classification, flsaStatus, remote };
  });
}

function paysOf(description: ApiDescription, member: Shape<'member'>): PayEntry[] {
  const entries = withCurrent(member.payHistory, member.currentPay).map((remote): PayEntry => {
    const { effectiveDate, ...pay } = readShape(description, 'pay', remote, SUBJECT);
    return { ...pay, effectiveDate: toDay(effectiveDate, SUBJECT), remote };
  });
  const newest = entries.reduce<PayEntry | undefined>(laterOf, undefined);
  if (newest) newest.payFrequency ??= member.currentPayFrequency;
  return entries;
}

function laterOf(known: PayEntry | undefined, entry: PayEntry): PayEntry {
  return known !== undefined && (known.effectiveDate ?? '') > (entry.effectiveDate ?? '') ? known : entry;
}

/** The history, or where there is none what is so now. */
function withCurrent(history: readonly unknown[] | null, current: unknown): readonly unknown[] {
  if (history !== null && history.length > 0) return history;
  return typeof current === 'object' && current !== null ? [current] : [];
}

function readAll<Name extends 'email' | 'phone' | 'address'>(
  description: ApiDescription,
  name: Name,
  list: readonly unknown[] | null,
): Shape<Name>[] {
  return (list ?? []).map((entry) => readShape(description, name, entry, SUBJECT));
}

function ofType<T extends { type: string | null }>(entries: T[], words: readonly string[]): T | undefined {
  return entries.find(({ type }) => type !== null && words.includes(type));
}
