import type { OutboundResponse } from '../../../../lib/outbound-http.ts';
import { chunksOf } from '../../../../lib/stream-chunks.ts';
import type { WebRemoteSession } from '../remote-session.ts';
import { toSourceFailure } from '../source-failures.ts';
import { firstHeader } from '../transport.ts';
import { assertFileOfCompany } from './file-name.ts';
import { assertNotAPage, fetchReport, notCsv, type ReportName } from './request.ts';
import { spoolReport, type SpooledReport } from './spool.ts';

/**
 * Downloads a fresh report to disk.
 * @param companyNames how the linked company is called, as far as that is known
 * @throws ConnectorError also when a page came under the name of a CSV file, wrong_company
 */
export async function downloadReport(
  web: WebRemoteSession,
  report: ReportName,
  companyNames: readonly string[] = [],
): Promise<SpooledReport> {
  return keepReport(web, report, await openReport(web, report, companyNames));
}

/**
 * The first half of a download: the answer that a fresh report's file comes in, body unread.
 * @throws ConnectorError permission_missing, wrong_company, ...
 */
export async function openReport(
  web: WebRemoteSession,
  report: ReportName,
  companyNames: readonly string[],
): Promise<OutboundResponse> {
  const response = await fetchReport(web, report);
  const { fileName } = web.site.reports[report];
  assertFileOfCompany(firstHeader(response, 'content-disposition'), fileName, companyNames, report);
  return response;
}

/** The second half. @throws ConnectorError also when it is a page and no CSV file */
export function keepReport(
  web: WebRemoteSession,
  report: ReportName,
  response: OutboundResponse,
): Promise<SpooledReport> {
  return spoolReport(readCsvBytes(web, response, report), report, web.site.limits.reportBytes);
}

async function* readCsvBytes(
  web: WebRemoteSession,
  response: OutboundResponse,
  report: ReportName,
): AsyncGenerator<Uint8Array> {
  try {
    const chunks = chunksOf(response.body);
    let isFirst = true;
    for await (const chunk of chunks) {
      if (isFirst && startsLikeMarkup(chunk)) throw await explainMarkup(web, chunk, chunks, report);
      isFirst = false;
      yield chunk;
    }
  } catch (error) {
    throw toSourceFailure(error, web.context.signal, report);
  }
}

function startsLikeMarkup(chunk: Buffer): boolean {
  return /^[\uFEFF\s]*[<{[]/.test(chunk.toString('utf8', 0, 256));
}

async function explainMarkup(
  web: WebRemoteSession,
  first: Buffer,
  rest: AsyncIterable<Buffer>,
  report: ReportName,
): Promise<Error> {
  const chunks = [first];
  let size = first.length;
  for await (const chunk of rest) {
    size += chunk.length;
    if (size > web.site.limits.pageBytes) break;
    chunks.push(chunk);
  }
  assertNotAPage(web, Buffer.concat(chunks).toString('utf8'), report);
  return notCsv(report);
}
