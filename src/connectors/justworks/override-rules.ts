import { canonicalJson } from '../../lib/canonical-json.ts';
import { AppError, invalidInput } from '../../lib/app-error.ts';
import type { OverridePatch, OverrideRules } from '../contract.ts';
import { overrideSite } from './web/override-site.ts';
import { foldHeader } from './web/reports/columns.ts';
import type { Site } from './web/site-schema.ts';

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const PATH = /^(\/(\*|[A-Za-z0-9_.~-]+))+$/;

export function createOverrideRules(readSite: () => Promise<Site>): OverrideRules {
  return {
    async check(patch) {
      const site = await readSite();
      if (canonicalJson(overrideSite(site, patch)) !== canonicalJson(site)) return;
      throw new AppError(
        'conflict',
        'override_changes_nothing',
        'All that this override says holds already.',
      );
    },
    forLink,
    forColumn: async (column) => forColumn(await readSite(), column),
  };
}

/** Whatever leads to the place may be opened and answered there; nothing else of the host. */
function forLink({ host, path }: { host: string; path: string | null }): OverridePatch {
  const hostName = host.toLowerCase();
  if (!HOST.test(hostName)) {
    throw invalidInput('link_host_invalid', 'Give the link host as a name alone, like links.example.com.');
  }
  if (path !== null && !PATH.test(path)) {
    throw invalidInput('link_path_invalid', 'Give the link path as segments, `*` for a token: /welcome/*.');
  }
  return {
    invitationLinkOrigins: [`https://${hostName}`],
    ...(path === null
      ? {}
      : { invitationLinkPaths: [path], allowedRequests: [`GET ${path}`, `POST ${path}`] }),
  };
}

interface Column {
  report: string;
  role: string;
  header: string;
}

function forColumn(site: Site, { report, role, header }: Column): OverridePatch {
  const columns = columnsOf(site, report);
  if (!Object.hasOwn(columns, role)) {
    const known = Object.keys(columns).sort().join(', ');
    throw invalidInput('column_unknown', `${report} has no column of that name. There are: ${known}.`);
  }
  const folded = foldHeader(header);
  if (folded === '') throw invalidInput('column_header_blank', 'Give the header as it stands in the report.');
  const taker = Object.entries(columns).find(([, headers]) =>
    headers.some((text) => foldHeader(text) === folded),
  );
  if (taker) {
    throw new AppError('conflict', 'column_taken', `This header is known as the column ${taker[0]} already.`);
  }
  return { reports: { [report]: { columns: { [role]: [header.trim()] } } } };
}

function columnsOf(site: Site, report: string): Record<string, string[]> {
  if (Object.hasOwn(site.reports, report)) return site.reports[report as keyof Site['reports']].columns;
  const known = Object.keys(site.reports).sort().join(', ');
  throw invalidInput('report_unknown', `There is no report of that name. There are: ${known}.`);
}
