import type { SeededIds } from '../seeded-ids.ts';

export interface BalanceQuestion {
  grantId: string;
  memberId: string | undefined;
  policyId: string | undefined;
  asOf: string;
}

export interface BalanceReport extends BalanceQuestion {
  id: string;
  /** How often somebody looked whether it is ready. */
  polls: number;
}

const KEPT_REPORTS = 100;
const READY_AT_POLL = 2;

/** Balances are asked for first and read later. */
export class BalanceReports {
  private readonly byId = new Map<string, BalanceReport>();
  private readonly seededIds: SeededIds;

  constructor(seededIds: SeededIds) {
    this.seededIds = seededIds;
  }

  request(question: BalanceQuestion): BalanceReport {
    const report = { ...question, id: this.seededIds.uuid('balance report'), polls: 0 };
    this.byId.set(report.id, report);
    const [oldest] = this.byId.keys();
    if (this.byId.size > KEPT_REPORTS) this.byId.delete(oldest!);
    return report;
  }

  /** Another grant's report is no report. */
  find(id: string, grantId: string): BalanceReport | undefined {
    const found = this.byId.get(id);
    return found?.grantId === grantId ? found : undefined;
  }

  /** Looks once; ready from the second look on. */
  isReadyAfterLook(report: BalanceReport): boolean {
    report.polls += 1;
    return report.polls >= READY_AT_POLL;
  }
}
