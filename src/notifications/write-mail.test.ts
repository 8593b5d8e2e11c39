import { expect, it } from 'vitest';
import type { NotificationContent } from '../db/schema/notifications.ts';
import { writeMail } from './write-mail.ts';

const write = (
  kind: Parameters<typeof writeMail>[0]['kind'],
  content: Partial<NotificationContent>,
  some: { employer?: string | null; link?: string | null } = {},
) =>
  writeMail(
    {
      kind,
      content: { issues: [], ...content },
      linkedAccountId: 'account-1',
      originId: 'origin 1&2',
      employer: some.employer === undefined ? 'Juniper & Vale' : some.employer,
    },
    { integration: 'Justworks', link: some.link ?? null },
  );

const issue = (number: number) => ({
  code: `code_${number}`,
  subject: '',
  description: 'Do something.',
  since: '2026-11-22',
});

it('says by model and field what a run changed, and who joins, moves and leaves', () => {
  const { subject, text } = write('run_changed', {
    syncRunId: 'run-1',
    changes: {
      models: {
        employee: { added: 0, updated: 4, deleted: 1, fields: { work_email: 3, manager: 2 } },
        time_off: { added: 2, updated: 0, deleted: 0, fields: {} },
        company: { added: 1, updated: 0, deleted: 0, fields: {} },
      },
      lifecycle: { 'employee.terminated': 1, 'employee.manager_changed': 2 },
    },
  });
  expect(subject).toBe('Justworks for Juniper & Vale: employees: 4 updated, 1 deleted');
  expect(text).toContain(
    [
      '- employees: 4 updated, 1 deleted',
      '  fields: manager 2, work_email 3',
      '- time off: 2 added',
      '- companies: 1 added',
      '',
      'Joining, moving and leaving:',
      '- manager changed: 2',
      '- terminated: 1',
      '',
      'Linked account: account-1',
      'Sync run: run-1',
    ].join('\n'),
  );
});

it('has a subject for a run that changed no employee', () => {
  const changes = { models: { company: { added: 0, updated: 1, deleted: 0, fields: {} } }, lifecycle: {} };
  expect(write('run_changed', { changes }).subject).toBe(
    'Justworks for Juniper & Vale: 1 kind of records changed',
  );
});

it('has one line of subject whatever the employer is called, and the partner’s own id where it has no name', () => {
  expect(write('reminder', {}, { employer: 'Eve\r\nBcc: all@corp.example\u2028x' }).subject).toBe(
    'Justworks for Eve Bcc: all@corp.example x: 0 issues still open',
  );
  expect(write('reminder', {}, { employer: null }).subject).toContain('Justworks for origin 1&2:');
});

it('fills placeholders in safely, with nothing where there is no run', () => {
  const link = 'https://partner.example/{end_user_origin_id}/{linked_account_id}?run={run_id}';
  expect(write('failure', { code: 'bad_credentials' }, { link }).text).toContain(
    '\nhttps://partner.example/origin%201%262/account-1?run=\n',
  );
});

it('lists twenty issues and counts the rest', () => {
  const { text } = write('reminder', { issues: Array.from({ length: 23 }, (_, index) => issue(index + 1)) });
  expect(text).toContain('Open issues (23):\n- code_1 (since 2026-11-22)\n  Do something.');
  expect(text).toContain('- code_20 (since');
  expect(text).not.toContain('code_21');
  expect(text).toContain('- and 3 more: GET /api/v1/issues');
});
