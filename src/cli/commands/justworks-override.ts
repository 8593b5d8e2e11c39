import type { Command } from 'commander';
import { COMMAND_LINE } from '../../audit/index.ts';
import type { AppContext } from '../../app-context.ts';
import { invalidInput, notFound } from '../../lib/app-error.ts';
import {
  approveHeldMessage,
  discardHeldMessage,
  getHeldMessage,
  listHeldMessages,
  type HeldMessageView,
} from '../../linking/index.ts';
import { approveColumn, listOverrides, withdrawOverride, type OverrideView } from '../../overrides/index.ts';
import { withContext } from '../with-context.ts';
import { parseColumnOption } from './column-option.ts';

const BY = 'cli';
const INTEGRATION = 'justworks';
const PAGE_SIZE = 100;

interface ApproveOptions {
  linkHost?: string;
  linkPath?: string;
  column?: string;
  reason: string;
}

export function addOverrideCommands(justworks: Command): void {
  const override = justworks
    .command('override')
    .description('mail that is held for its links, and corrections of what is assumed about the site');
  override
    .command('list')
    .description('held messages, and overrides in force')
    .action(() => withContext('override', printAll));
  override
    .command('show <id>')
    .description('one held message or override: names and shapes, nothing that the mail says')
    .action((id: string) => withContext('override', (context) => printOne(context, id)));
  override
    .command('approve [id]')
    .description(
      "let a held message's link pass, or make a report's header known; holds for the whole deployment",
    )
    .option('--link-host <host>', "the invitation's host; needed where the message links to several")
    .option('--link-path <path>', 'its path, `*` for a token: /welcome/*')
    .option('--column <report.column=header>', 'e.g. employee_census.work_email="Company E-mail"')
    .option('--reason <text>', 'why, for the record', 'approved by the operator')
    .action((id: string | undefined, options: ApproveOptions) =>
      withContext('override', async (context) => printOverride(await approve(context, id, options))),
    );
  override
    .command('discard <id>')
    .description('drop a held message for good')
    .action((id: string) =>
      withContext('override', async (context) => {
        await discardHeldMessage(context, { scope: 'deployment', id, actor: COMMAND_LINE });
        console.log('discarded');
      }),
    );
  override
    .command('withdraw <id>')
    .description('take an override back')
    .action((id: string) =>
      withContext('override', async (context) =>
        printOverride(await withdrawOverride(context, { id, withdrawnBy: BY })),
      ),
    );
}

async function approve(
  context: AppContext,
  id: string | undefined,
  options: ApproveOptions,
): Promise<OverrideView> {
  const { column, linkHost = null, linkPath = null, reason } = options;
  if (column !== undefined && id === undefined) {
    const parsed = parseColumnOption(column);
    return await approveColumn(context, { integration: INTEGRATION, ...parsed, reason, approvedBy: BY });
  }
  if (column !== undefined || id === undefined) {
    throw invalidInput('override_target', 'Give either the id of a held message or --column.');
  }
  return await approveHeldMessage(context, {
    scope: 'deployment',
    id,
    linkHost,
    linkPath,
    reason,
    approvedBy: BY,
    actor: COMMAND_LINE,
  });
}

async function printAll(context: AppContext): Promise<void> {
  const { results, next } = await listHeldMessages(
    { db: context.db, cursorKey: context.secrets.cursorKey },
    { scope: 'deployment', pageSize: PAGE_SIZE },
  );
  console.log(results.length === 0 ? 'No held messages.' : 'Held messages:');
  for (const { id, received_at, reason, links } of results) {
    const hosts = [...new Set(links.filter((link) => !link.is_known).map((link) => link.host ?? '?'))];
    console.log(['', id, received_at, reason, hosts.join(',')].join('\t').trimEnd());
  }
  if (next !== null) console.log(`\tand more; these are the oldest ${PAGE_SIZE}`);
  const inForce = (await listOverrides(context)).filter(({ withdrawn_at }) => withdrawn_at === null);
  console.log(inForce.length === 0 ? 'No overrides.' : 'Overrides:');
  for (const { id, created_at, approved_by, reason, patch } of inForce) {
    console.log(['', id, created_at, approved_by, JSON.stringify(patch), reason].join('\t'));
  }
}

async function printOne(context: AppContext, id: string): Promise<void> {
  const override = (await listOverrides(context)).find((one) => one.id === id);
  if (override) return printOverride(override);
  printMessage(await getHeldMessage(context, { scope: 'deployment', id }).catch(rename));
}

function rename(): never {
  throw notFound('held message or override');
}

function printMessage(message: HeldMessageView): void {
  const { links, header_names, ...rest } = message;
  for (const [name, value] of Object.entries(rest)) console.log(`${name}\t${value ?? 'unknown'}`);
  console.log(`header_names\t${header_names.join(' ')}`);
  for (const { shape, is_known } of links) console.log(`link\t${is_known ? 'known' : 'unknown'}\t${shape}`);
}

function printOverride({ patch, ...rest }: OverrideView): void {
  for (const [name, value] of Object.entries(rest)) console.log(`${name}\t${value ?? '-'}`);
  console.log(`patch\t${JSON.stringify(patch)}`);
}
