import type { SeededIds } from '../seeded-ids.ts';
import type { ReportType } from './report-types.ts';
import type { ReportPeople } from './report-people.ts';

/** What a report is made of, as it was when it was asked for; or given bytes. */
export type ReportContent = ReportPeople | Buffer;

export interface Report {
  id: string;
  type: ReportType;
  requestedAt: Date;
  /** How often its page was looked at. */
  polls: number;
  content: ReportContent;
  companyName: string;
}

/** When a report is ready: after so many looks at its page (the second by default), or after some time. */
export type ReportReadiness = { polls: number } | { ms: number };

const KEPT_REPORTS = 20;

/** Reports that were asked for. Old ones are forgotten, so that a long-running sandbox does not grow. */
export class Reports {
  private readonly byId = new Map<string, Report>();
  private readonly readiness: ReportReadiness;
  private readonly seededIds: SeededIds;

  constructor(readiness: ReportReadiness, seededIds: SeededIds) {
    this.readiness = readiness;
    this.seededIds = seededIds;
  }

  request(wanted: Pick<Report, 'type' | 'content' | 'companyName'>, now: Date): Report {
    const report = { id: this.seededIds.uuid('report'), requestedAt: now, polls: 0, ...wanted };
    this.byId.set(report.id, report);
    const [oldest] = this.byId.keys();
    if (this.byId.size > KEPT_REPORTS) this.byId.delete(oldest!);
    return report;
  }

  find(id: string): Report | undefined {
    return this.byId.get(id);
  }

  /** Newest first. */
  list(): Report[] {
    return [...this.byId.values()].reverse();
  }

  isReady(report: Report, now: Date): boolean {
    if ('polls' in this.readiness) return report.polls >= this.readiness.polls;
    return now.getTime() - report.requestedAt.getTime() >= this.readiness.ms;
  }
}
