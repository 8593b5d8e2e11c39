import { setTimeout as delay } from 'node:timers/promises';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { ConnectorError } from '../../../errors.ts';
import type { OutboundResponse } from '../../../../lib/outbound-http.ts';
import { assertNoChallenge, assertSignedIn } from '../page-checks.ts';
import { parsePage, readHydration } from '../page.ts';
import { assertAvailableNow, readPageText, type Page, type WebRemoteSession } from '../remote-session.ts';
import { firstHeader } from '../transport.ts';

export type ReportName = 'employee_census' | 'work_history';

const ReportStatus = Type.Object({
  status: Type.String(),
  download_url: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
type ReportStatus = Static<typeof ReportStatus>;

/**
 * Has a report generated, waits for it and opens its download. The link lives minutes: one that ran out is renewed once.
 * @throws ConnectorError permission_missing, report_not_ready, report_not_csv, ...
 */
export async function fetchReport(web: WebRemoteSession, report: ReportName): Promise<OutboundResponse> {
  const reportUrl = await requestReport(web, report);
  for (let isRenewed = false; ; isRenewed = true) {
    const response = await web.download(await awaitReport(web, reportUrl, report), report);
    if (isCsv(response)) return response;
    const status = response.status;
    const text = await readPageText(web.site, web.context, response, report);
    assertNotAPage(web, text, report);
    assertAvailableNow(web.context, response, report);
    if (status === 200) throw notCsv(report);
    if (isRenewed) {
      throw new ConnectorError('report_not_ready', `The report's link answered ${status}.`, {
        subject: report,
      });
    }
  }
}

/** The page that offers the report; asks for nothing. */
export async function openReportForm(web: WebRemoteSession, report: ReportName): Promise<Page> {
  return web.open(web.site.paths.reportRequest, report, {
    [web.site.fields.reportType]: web.site.reports[report].slug,
  });
}

/**
 * Tells a challenge and the login page from a report.
 * @throws ConnectorError challenge_page, signed_out
 */
export function assertNotAPage(web: WebRemoteSession, text: string, report: ReportName): void {
  const content = parsePage(text);
  assertNoChallenge(web.site, content, report);
  assertSignedIn(web.site, content, report);
}

export function notCsv(report: ReportName): ConnectorError {
  return new ConnectorError('report_not_csv', 'The download is not a CSV file.', { subject: report });
}

async function requestReport(web: WebRemoteSession, report: ReportName): Promise<URL> {
  const form = await openReportForm(web, report);
  await web.owner?.spend('report');
  const { fields, paths, reports } = web.site;
  const answer = await web.submit(
    form,
    web.resolve(paths.reportRequest),
    { [fields.reportType]: reports[report].slug },
    report,
  );
  if (answer.status === 403) {
    throw new ConnectorError('permission_missing', 'The source refuses this report.', { subject: report });
  }
  const target = answer.redirectTo;
  if (target?.pathname === paths.login) {
    throw new ConnectorError('signed_out', 'The source shows its login page.', { subject: report });
  }
  assertSignedIn(web.site, answer.content, report);
  if (target?.pathname.startsWith(paths.reportPrefix)) return target;
  throw new ConnectorError('unexpected_page', `The source took no request (${answer.status}).`, {
    subject: report,
  });
}

async function awaitReport(web: WebRemoteSession, reportUrl: URL, report: ReportName): Promise<URL> {
  const { poll } = web.site;
  for (let attempt = 1; ; attempt += 1) {
    const page = await web.open(reportUrl.href, report);
    const link = findDownloadLink(web, page, report);
    if (link) return link;
    if (attempt === poll.attempts) break;
    await delay(poll.intervalMs, undefined, { signal: web.context.signal });
  }
  throw new ConnectorError('report_not_ready', 'The source does not finish the report.', { subject: report });
}

function findDownloadLink(web: WebRemoteSession, page: Page, report: ReportName): URL | undefined {
  const { texts, hydrationKeys } = web.site;
  const found = readHydration(page.content, hydrationKeys.report, report);
  const status: ReportStatus | undefined = Value.Check(ReportStatus, found) ? found : undefined;
  if (status?.status === texts.reportFailedStatus) {
    throw new ConnectorError('report_not_ready', 'The source failed to make the report.', {
      subject: report,
    });
  }
  const isReady = status
    ? status.status === texts.reportReadyStatus
    : page.content.text.includes(texts.reportReady);
  if (!isReady) return undefined;
  const shown = page.content.links.find((link) => link.text === texts.downloadLink)?.href;
  const link = URL.parse(status?.download_url ?? shown ?? '', page.url);
  if (link !== null && link.href !== page.url.href) return link;
  throw new ConnectorError('unexpected_page', 'The finished report has no link.', { subject: report });
}

function isCsv(response: OutboundResponse): boolean {
  const type = firstHeader(response, 'content-type') ?? 'text/csv';
  return response.status === 200 && !/html|xml|json/i.test(type);
}
