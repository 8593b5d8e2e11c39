import { payrollTotals, type PayrollTotals } from '../company/payroll-totals.ts';
import type { PayRun } from '../company/payroll-calendar.ts';
import type { People } from './people.ts';

/** A list of payrolls is asked for again and again; its sums are made once until somebody's record changes. */
export class PayrollTotalsCache {
  private readonly byRun = new Map<string, PayrollTotals>();
  private readonly people: People;
  private version = -1;

  constructor(people: People) {
    this.people = people;
  }

  of(run: PayRun): PayrollTotals {
    if (this.version !== this.people.version) this.byRun.clear();
    this.version = this.people.version;
    const key = `${run.group}/${run.payDate}`;
    const found = this.byRun.get(key) ?? payrollTotals(this.people.roster.members, run);
    this.byRun.set(key, found);
    return found;
  }
}
