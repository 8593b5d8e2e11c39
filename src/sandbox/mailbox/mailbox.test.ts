import { fastify } from 'fastify';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { registerMailboxPage, startMailbox } from './index.ts';

test('keeps what arrives and shows it as JSON and as HTML', async () => {
  await using mailbox = await startMailbox({ host: '127.0.0.1', port: 0 });
  const transport = createTransport({ host: mailbox.host, port: mailbox.port });
  await transport.sendMail({
    from: 'muster@example.org',
    to: 'admin@employer.example',
    subject: 'A <b>sync</b> is held',
    text: 'Look at https://muster.example/issues/1?a=1&b=2 please.',
  });
  const app = fastify();
  registerMailboxPage(app, mailbox);

  const json = (await app.inject('/mailbox')).json<{ messages: unknown[] }>();
  expect(json.messages).toHaveLength(1);
  expect(json.messages[0]).toMatchObject({
    number: 1,
    from: 'muster@example.org',
    to: ['admin@employer.example'],
    subject: 'A <b>sync</b> is held',
  });

  const page = await app.inject({ url: '/mailbox', headers: { accept: 'text/html' } });
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.body).toContain('A &#60;b&#62;sync&#60;/b&#62; is held');
  expect(page.body).toContain('<a href="https://muster.example/issues/1?a=1&#38;b=2">');

  mailbox.clear();
  expect((await app.inject({ url: '/mailbox', headers: { accept: 'text/html' } })).body).toContain(
    'No mail yet.',
  );
});
