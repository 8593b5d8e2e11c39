import { randomUUID } from 'node:crypto';
import type { ReportType } from './report-types.ts';
import type { Table } from './table.ts';

/** A report's content as it was when it was asked for: a table, or given bytes. */
export type ReportContent = Table | Buffer;

export interface Report {
  id: string;
  type: ReportType;
  requestedAt: Date;
  /** How often its page was looked at. */
  polls: number;
  content: ReportContent;
}

/** When a report is ready: after so many looks at its page (the second by default), or after some time. */
export type ReportReadiness = { polls: number } | { ms: number };

const KEPT_REPORTS = 20;

/** Reports that were asked for. Old ones are forgotten, so that a long-running sandbox does not grow. */
export class Reports {
  private readonly byId = new Map<string, Report>();
  private readonly readiness: ReportReadiness;

  constructor(readiness: ReportReadiness) {
    this.readiness = readiness;
  }

  request(type: ReportType, content: ReportContent, now: Date): Report {
    const report = { id: randomUUID(), type, requestedAt: now, polls: 0, content };
    this.byId.set(report.id, report);
    const [oldest] = this.byId.keys();
    if (this.byId.size > KEPT_REPORTS) this.byId.delete(oldest!);
    return report;
  }

  find(id: string): Report | undefined {
    return this.byId.get(id);
  }

  isReady(report: Report, now: Date): boolean {
    if ('polls' in this.readiness) return report.polls >= this.readiness.polls;
    return now.getTime() - report.requestedAt.getTime() >= this.readiness.ms;
  }
}
