import type { Coverage } from './coverage.ts';

const PAY_FIELDS = ['pay_rate', 'pay_period', 'pay_frequency', 'pay_currency'];
/** The source has no word for them here, though its site may. */
const UNKNOWN_TO_API = ['gender', 'ethnicity'];

export interface KeptFields {
  company: readonly string[];
  payrollRun: readonly string[];
  employee: readonly string[];
  employment: readonly string[];
}

/** What a reading with this coverage can't see of the records that it reads. */
export function keptFieldsOf(coverage: Coverage, readsCustomFields: boolean): KeptFields {
  const covered = new Set(coverage.coveredModels());
  const isStaged = (model: 'location' | 'group' | 'team' | 'company') =>
    coverage.reads('company') && coverage.wants(model);
  return {
    company: unless(coverage.has('company_detail'), ['eins']),
    payrollRun: unless(coverage.reads('paystubs'), ['start_date', 'end_date']),
    employment: unless(coverage.has('member_pay'), PAY_FIELDS),
    employee: [
      ...UNKNOWN_TO_API,
      ...unless(isStaged('company'), ['company']),
      ...unless(isStaged('location'), ['work_location']),
      ...unless(isStaged('group'), ['groups']),
      ...unless(isStaged('team'), ['team']),
      ...unless(covered.has('pay_group'), ['pay_group']),
      ...unless(covered.has('employment'), ['employments']),
      ...unless(coverage.has('member_detail') && coverage.wants('location'), ['home_location']),
      ...unless(coverage.has('member_detail'), [
        'personal_email',
        'mobile_phone_number',
        'start_date',
        'termination_date',
        ...unless(!readsCustomFields, ['custom_fields']),
      ]),
      ...unless(coverage.has('member_birth_date'), ['date_of_birth']),
      ...unless(coverage.has('member_tax_id') || !coverage.isAsked('member_tax_id'), ['ssn']),
    ],
  };
}

function unless(isSeen: boolean, fields: readonly string[]): readonly string[] {
  return isSeen ? [] : fields;
}
