import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A site with one employer, where everybody is signed in: a process of its own, so that giving the bytes costs the reader
 * nothing. Prints its port. Arguments: census and work history as they are, in other bytes, and with one person changed.
 */
const variants = [process.argv.slice(2, 4), process.argv.slice(4, 6), process.argv.slice(6, 8)];
const SWITCHES: Record<string, number> = { respell: 1, change: 2 };
const REPORTS = ['employee_census', 'work_history'];
const company = { id: 'company_1', name: 'Acme', display_name: 'Acme', legal_name: 'Acme Inc.' };
let variant = 0;

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url!, 'http://source');
  const [, first, second, third] = pathname.split('/');
  const other = SWITCHES[first!];
  if (other !== undefined) {
    variant = variant === other ? 0 : other;
    return void response.end();
  }
  if (request.method === 'POST') return void takeRequest(request, response);
  if (third === 'file') return void sendFile(second!, response);
  if (first === 'reports' && second !== 'request') return sendPage(response, reportOf(second!));
  sendPage(response, { company, offices: [], departments: [], contractors: [] });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));

const reportOf = (name: string) => ({
  report: { id: name, status: 'ready', download_url: `/reports/${name}/file` },
});

async function takeRequest(body: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  let form = '';
  for await (const chunk of body) form += chunk.toString();
  response.writeHead(302, { location: `/reports/${new URLSearchParams(form).get('report_type')}` }).end();
}

function sendFile(report: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' });
  createReadStream(variants[variant]![REPORTS.indexOf(report)]!).pipe(response);
}

function sendPage(response: ServerResponse, hydration: Record<string, unknown>): void {
  const shown = { form_authenticity_token: 'token', currentCompany: company, ...hydration };
  const tags = Object.entries(shown).map(
    ([key, value]) =>
      `<script class="hydration-helper-data" data-hydration-key="${key}" type="application/json">${JSON.stringify(value)}</script>`,
  );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html><body>${tags.join('')}</body></html>`);
}
