import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function capture(): { lines: string[]; log: ReturnType<typeof createLogger> } {
  const lines: string[] = [];
  return { lines, log: createLogger('debug', { write: (line) => void lines.push(line) }) };
}

it('cuts what carries a secret name, at three depths', () => {
  const { lines, log } = capture();
  log.info({ password: 'canary-1', account: { token: 'canary-2', deep: { cookie: 'canary-3' } } }, 'planted');
  expect(lines.join()).toContain('planted');
  expect(lines.join()).not.toContain('canary');
});

it('does not repeat the message or detail of an error, which may quote a value', () => {
  const { lines, log } = capture();
  const error = Object.assign(new Error('Key (work_email)=(canary@example.com) already exists'), {
    code: '23505',
    detail: 'canary@example.com',
  });
  log.error({ error }, 'database_failed');
  expect(lines.join()).toContain('23505');
  expect(lines.join()).not.toContain('canary');
});
