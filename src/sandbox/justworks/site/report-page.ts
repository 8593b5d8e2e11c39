import { html } from '../pages/html.ts';
import type { Page } from '../pages/layout.ts';
import { REPORT_TITLES, type ReportType } from '../reports/report-types.ts';

export interface ReportView {
  id: string;
  type: ReportType;
  status: 'pending' | 'ready' | 'failed';
  downloadUrl: string | null;
}

/** Looking at this page asks for nothing yet. */
export function reportRequestPage(csrfToken: string, type: ReportType): Page {
  return {
    title: REPORT_TITLES[type],
    body: html`<form method="post" action="/reports/request">
      <input type="hidden" name="authenticity_token" value="${csrfToken}" />
      <input type="hidden" name="report_type" value="${type}" />
      <button type="submit">Generate report</button>
    </form>`,
  };
}

export function reportPage({ id, type, status, downloadUrl }: ReportView): Page {
  const bodies = {
    pending: html`<p>Generating your report. Reload this page in a moment.</p>`,
    ready: html`<p>Report successfully generated</p>
      <p><a href="${downloadUrl}">Download Report</a></p>`,
    failed: html`<p>The report could not be generated.</p>`,
  };
  return {
    title: REPORT_TITLES[type],
    hydration: { report: { id, status, download_url: downloadUrl } },
    body: bodies[status],
  };
}
