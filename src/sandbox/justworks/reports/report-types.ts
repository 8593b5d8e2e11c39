export const REPORT_TYPES = ['employee_census', 'work_history'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];

export const REPORT_TITLES: Record<ReportType, string> = {
  employee_census: 'Census Report',
  work_history: 'Work History Report',
};

export function isReportType(text: unknown): text is ReportType {
  return REPORT_TYPES.includes(text as ReportType);
}
