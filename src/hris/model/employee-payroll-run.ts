import { Type, type Static } from 'typebox';
import { baseProperties, DateTime, Nullable, OpenEnum, Relation, Uuid, type FieldsOf } from './common.ts';

/** A line of a paystub is no record of its own: it is created, changed and deleted with its paystub. */
const lineProperties = {
  id: Nullable(Uuid),
  remote_id: Nullable(Type.String()),
  created_at: Nullable(DateTime),
  modified_at: Nullable(DateTime),
  remote_was_deleted: Type.Boolean(),
  field_mappings: Type.Null(),
  remote_data: Type.Null(),
  employee_payroll_run: Nullable(Uuid),
};

const earning = {
  amount: Nullable(Type.Number()),
  type: Nullable(OpenEnum('SALARY', 'REIMBURSEMENT', 'OVERTIME', 'BONUS')),
};
const deduction = {
  name: Nullable(Type.String()),
  employee_deduction: Nullable(Type.Number()),
  company_deduction: Nullable(Type.Number()),
};
const tax = {
  name: Nullable(Type.String()),
  amount: Nullable(Type.Number()),
  employer_tax: Nullable(Type.Boolean()),
};

export const Earning = Type.Object({ ...lineProperties, ...earning }, { additionalProperties: false });
export const Deduction = Type.Object({ ...lineProperties, ...deduction }, { additionalProperties: false });
export const Tax = Type.Object({ ...lineProperties, ...tax }, { additionalProperties: false });

/** The lines as a connector gives them; the sync adds what every line has beside. */
export const EarningFields = Type.Object(earning, { additionalProperties: false });
export const DeductionFields = Type.Object(deduction, { additionalProperties: false });
export const TaxFields = Type.Object(tax, { additionalProperties: false });

export const EmployeePayrollRun = Type.Object(
  {
    ...baseProperties,
    employee: Relation,
    payroll_run: Relation,
    gross_pay: Nullable(Type.Number()),
    net_pay: Nullable(Type.Number()),
    start_date: Nullable(DateTime),
    end_date: Nullable(DateTime),
    check_date: Nullable(DateTime),
    earnings: Nullable(Type.Array(Earning)),
    deductions: Nullable(Type.Array(Deduction)),
    taxes: Nullable(Type.Array(Tax)),
  },
  { $id: 'EmployeePayrollRun', additionalProperties: false },
);
export type EmployeePayrollRun = Static<typeof EmployeePayrollRun>;

export type EmployeePayrollRunFields = Omit<
  FieldsOf<typeof EmployeePayrollRun, 'employee' | 'payroll_run'>,
  'earnings' | 'deductions' | 'taxes'
> & {
  /** Null where the paystub's lines were not read; empty where it has none. */
  earnings: Static<typeof EarningFields>[] | null;
  deductions: Static<typeof DeductionFields>[] | null;
  taxes: Static<typeof TaxFields>[] | null;
};
