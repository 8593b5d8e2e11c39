import type { AccountNotificationKind, NotedIssue, NotificationContent } from '../db/schema/notifications.ts';
import { describeChanges, countWords } from './describe-changes.ts';

interface Notified {
  kind: AccountNotificationKind;
  content: NotificationContent;
  linkedAccountId: string;
  originId: string;
  employer: string | null;
}

interface Surroundings {
  /** The source's name as people know it. */
  integration: string;
  /** Template of a page's address; see the setting. */
  link: string | null;
}

const MAX_ISSUES = 20;
/** A name is the employer's to choose; a mail's subject is one line. */
const CONTROLS = /[\u0000-\u001f\u007f\u2028\u2029]+/g;

/** Pure: counts, codes and what to do, and nothing of a person. */
export function writeMail(
  notified: Notified,
  { integration, link }: Surroundings,
): { subject: string; text: string } {
  const employer = (notified.employer ?? notified.originId).replace(CONTROLS, ' ').trim();
  const { headline, paragraphs } = DESCRIBE[notified.kind](notified.content, integration);
  const parts = [
    `${integration} for ${employer}: ${headline}.`,
    ...paragraphs,
    describeIssues(notified.content.issues),
    whereToLook(notified, link),
    FOOTER,
  ];
  return {
    subject: `${integration} for ${employer}: ${headline}`,
    text: `${parts.filter((part) => part !== '').join('\n\n')}\n`,
  };
}

interface Described {
  headline: string;
  paragraphs: string[];
}

const GOOD_DATA_STAYS = 'The last good data is served meanwhile.';

const DESCRIBE: Record<
  AccountNotificationKind,
  (content: NotificationContent, integration: string) => Described
> = {
  run_changed: ({ changes }) => describeChanges(changes!),
  run_held: ({ findings = [] }) => ({
    headline: 'a sync is held and waits for you',
    paragraphs: [
      `The source looks broken, so nothing was changed. ${GOOD_DATA_STAYS}`,
      findings.map((finding) => `- ${finding}`).join('\n'),
      'Look at the roster at the source. A later sync that looks right is applied by itself; if what this one found is ' +
        'right, release it: POST /api/v1/sync-runs/{id}/release. If it is wrong, discard it: POST /api/v1/sync-runs/{id}/discard.',
    ],
  }),
  failure: ({ code, subject = '' }) => ({
    headline: `it could not be read (${code})`,
    paragraphs: [
      `Reading failed: ${[code, subject].filter(Boolean).join(', ')}. ${GOOD_DATA_STAYS} ` +
        'You will hear of it again when the cause is another, or when it is over.',
    ],
  }),
  recovery: ({ code }) => ({
    headline: 'it is read again',
    paragraphs: [`What kept it from being read (${code}) is over.`],
  }),
  reminder: ({ issues }) => ({
    headline: `${countWords(issues.length, 'issue')} still open`,
    paragraphs: [],
  }),
  digest: ({ changes, runs, issues }) => describeDay(changes!, runs!, issues.length),
};

function describeDay(
  changes: NonNullable<NotificationContent['changes']>,
  runs: NonNullable<NotificationContent['runs']>,
  issueCount: number,
): Described {
  const { headline, paragraphs } = describeChanges(changes);
  const syncs = [
    runs.changed > 0 ? `${countWords(runs.changed, 'sync')} changed something` : '',
    runs.held > 0 ? `${countWords(runs.held, 'sync')} held` : '',
    runs.failed > 0 ? `${countWords(runs.failed, 'failure')}` : '',
  ].filter(Boolean);
  return {
    headline: `daily summary: ${runs.changed > 0 ? headline : `${countWords(issueCount, 'issue')} open`}`,
    paragraphs: [syncs.length > 0 ? `Since the last summary: ${syncs.join(', ')}.` : '', ...paragraphs],
  };
}

function describeIssues(issues: readonly NotedIssue[]): string {
  if (issues.length === 0) return '';
  const lines = issues.slice(0, MAX_ISSUES).map(({ code, subject, description, since }) => {
    const what = [code, subject].filter(Boolean).join(', ');
    return `- ${what} (since ${since})\n  ${description}`;
  });
  const rest = issues.length - MAX_ISSUES;
  return [
    `Open issues (${issues.length}):`,
    ...lines,
    ...(rest > 0 ? [`- and ${rest} more: GET /api/v1/issues`] : []),
  ].join('\n');
}

function whereToLook({ content, linkedAccountId, originId }: Notified, link: string | null): string {
  const runId = content.syncRunId ?? '';
  if (link === null) {
    return [`Linked account: ${linkedAccountId}`, runId && `Sync run: ${runId}`].filter(Boolean).join('\n');
  }
  const values: Record<string, string> = {
    linked_account_id: linkedAccountId,
    end_user_origin_id: originId,
    run_id: runId,
  };
  return link.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

const FOOTER = [
  '-- ',
  'You get this because your address is among the notification addresses of this linked account, or of the operators of this',
  'service. PATCH /api/v1/linked-accounts/{id} changes or ends it: notification_addresses says who is written to,',
  'notification_mode when ("changes", "daily" or "failures").',
].join('\n');
