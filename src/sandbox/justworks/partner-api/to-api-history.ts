import type { Company } from '../company/company.ts';
import { jobOf, type JobDetails, type Member, type WorkHistoryEntry } from '../company/member.ts';
import { NO_DEPARTMENT } from '../company/vocabulary.ts';
import type { PublicIds } from './public-ids.ts';
import { toDepartmentReference } from './to-api-company.ts';
import { toClassification } from './to-api-type.ts';

const JOB = ['jobTitle', 'memberType', 'department', 'flsaStatus'] as const;
const PAY = ['payType', 'payRate', 'payFrequency'] as const;

interface Around {
  company: Company;
  ids: PublicIds;
}

/** A state of the job or the pay; who was never invited has one without a date. */
type State = JobDetails & { effectiveDate?: string };

/** The states of title, type and department, oldest first, and the one that holds. */
export function toEmployment(member: Member, around: Around) {
  const history = changesOf(member.history, JOB);
  return {
    current_employment: toJobState(history.at(-1) ?? jobOf(member), around),
    employment_history: history.map((entry) => toJobState(entry, around)),
  };
}

function toJobState(state: State, { company, ids }: Around) {
  const { department, flsaStatus } = state;
  return {
    effective_date: state.effectiveDate,
    job_title: state.jobTitle,
    department: department === NO_DEPARTMENT ? null : toDepartmentReference(company, department, ids),
    country_data: {
      US: {
        classification: toClassification(state.memberType),
        flsa_status: flsaStatus?.toLowerCase().replace('-', '_'),
      },
    },
  };
}

/** The states of pay that are known, oldest first; amounts in cents. */
export function toPay(member: Member) {
  const history = changesOf(member.history, PAY).filter(({ payRate }) => payRate !== null);
  const isPaid = member.payRate !== null;
  return {
    current_pay: isPaid ? toPayState(history.at(-1) ?? jobOf(member)) : null,
    current_pay_frequency: member.payFrequency?.toLowerCase(),
    pay_history: history.map((entry) => ({
      ...toPayState(entry),
      pay_frequency: entry.payFrequency?.toLowerCase(),
    })),
  };
}

function toPayState(state: State) {
  return {
    effective_date: state.effectiveDate,
    amount: Math.round(Number(state.payRate) * 100),
    currency: 'USD',
    pay_type: state.payType?.toLowerCase(),
  };
}

/** The entries in which one of the fields differs from the entry before. */
function changesOf(
  history: readonly WorkHistoryEntry[],
  fields: readonly (keyof WorkHistoryEntry)[],
): WorkHistoryEntry[] {
  return history.filter((entry, index) => {
    const before = history[index - 1];
    return !before || fields.some((field) => entry[field] !== before[field]);
  });
}
