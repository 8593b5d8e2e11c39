import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readConfiguration } from './env.ts';

const complete = {
  DATABASE_URL: 'postgres://localhost/muster',
  LINK_MAIL_DOMAIN: 'link.partner.example',
  MUSTER_SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};

it('reads a minimal environment and fills in the documented defaults', () => {
  const { config } = readConfiguration(complete);
  expect(config.sync.defaultIntervalSeconds).toBe(600);
  expect(config.webhooks.isLoopbackHttpAllowed).toBe(false);
});

it('tells every problem at once, with what to do', () => {
  const broken = {
    MUSTER_HTTP_PORT: 'eighty',
    MUSTER_TRUST_PROXY: 'maybe',
    MUSTER_SEALING_KEYS: 'k1:c2hvcnQ=',
  };
  const problems = [
    /DATABASE_URL is not set/,
    /LINK_MAIL_DOMAIN is not set/,
    /MUSTER_HTTP_PORT must be a number from 0 to 65535/,
    /MUSTER_TRUST_PROXY must be true or false/,
    /MUSTER_SEALING_KEYS[^]*openssl rand/,
  ];
  for (const problem of problems) expect(() => readConfiguration(broken)).toThrowError(problem);
});

it('keeps everything for ever unless it is told how long', () => {
  const keptBy = (environment: Record<string, string>) =>
    readConfiguration({ ...complete, ...environment }).config.retention;
  const forEver = { terminatedKeptDays: null, disconnectedKeptDays: null, historyKeptDays: null };
  expect(keptBy({})).toEqual(forEver);
  expect(keptBy({ MUSTER_TERMINATED_KEPT_DAYS: '730' })).toEqual({ ...forEver, terminatedKeptDays: 730 });
  for (const days of ['0', '-1', 'never'])
    expect(() => keptBy({ MUSTER_HISTORY_KEPT_DAYS: days })).toThrowError(/must be a number from 1 to 36500/);
  // The change feed tells former states.
  expect(() => keptBy({ MUSTER_HISTORY_KEPT_DAYS: '89' })).toThrowError(/not be less than .*\(90\)/);
  const short = { MUSTER_CHANGES_KEPT_DAYS: '30', MUSTER_HISTORY_KEPT_DAYS: '30' };
  expect(keptBy(short).historyKeptDays).toBe(30);
});

it('takes the two halves of a mail certificate together, or neither', () => {
  const halves = { MUSTER_SMTP_TLS_KEY_FILE: 'key.pem', MUSTER_SMTP_TLS_CERT_FILE: 'cert.pem' };
  expect(readConfiguration(complete).config.smtp.certificateFiles).toBeNull();
  expect(readConfiguration({ ...complete, ...halves }).config.smtp.certificateFiles).toEqual({
    keyFile: 'key.pem',
    certFile: 'cert.pem',
  });
  const half = { ...complete, MUSTER_SMTP_TLS_KEY_FILE: 'key.pem' };
  expect(() => readConfiguration(half)).toThrowError(/must be set together/);
});

it('takes a page to point to whose placeholders are known, or none', () => {
  const linkOf = (text: string) =>
    readConfiguration({ ...complete, MUSTER_NOTIFICATION_LINK: text }).config.notifications.link;
  const link = 'https://partner.example/{end_user_origin_id}/{linked_account_id}?run={run_id}';
  expect([linkOf(link), linkOf('')]).toEqual([link, null]);
  for (const text of ['https://partner.example/{account}', 'partner.example', 'javascript:alert(1)'])
    expect(() => linkOf(text)).toThrowError(/MUSTER_NOTIFICATION_LINK must be an http/);
});

it('takes a secret of the mail hook that can not be guessed, or none', () => {
  const secretOf = (text: string) =>
    readConfiguration({ ...complete, MUSTER_INBOUND_MAIL_SECRET: text }).secrets.inboundMailSecret;
  expect(secretOf('')).toBeNull();
  expect(secretOf('x'.repeat(24))).toBe('x'.repeat(24));
  expect(() => secretOf('x'.repeat(23))).toThrowError(/at least 24 characters/);
});

it('does not start without a sealing key', () => {
  expect(() => readConfiguration({ ...complete, MUSTER_SEALING_KEYS: '' })).toThrowError(
    /MUSTER_SEALING_KEYS is not set/,
  );
});

it('derives a key of its own for each use from the sealing key', () => {
  const { secrets } = readConfiguration(complete);
  expect(Buffer.from(secrets.linkTokenKey)).toHaveLength(32);
  expect(Buffer.from(secrets.cursorKey).equals(Buffer.from(secrets.linkTokenKey))).toBe(false);
});

it('takes the id and the secret of our app together, and keeps the secret out of the settings', () => {
  const id = { MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: 'our-app' };
  const secret = { MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: 'our-secret' };
  const { config, secrets } = readConfiguration({ ...complete, ...id, ...secret });
  expect(config.justworksApi.clientId).toBe('our-app');
  expect(secrets.justworks.clientSecret).toBe('our-secret');
  expect(JSON.stringify(config)).not.toContain('our-secret');
  for (const half of [id, secret])
    expect(() => readConfiguration({ ...complete, ...half })).toThrowError(/must be set together/);
});

it('reads Justworks through its site only where that was acknowledged', () => {
  expect(readConfiguration(complete).config.isJustworksWebAllowed).toBe(false);
  const web = { MUSTER_JUSTWORKS_WEB: 'acknowledged' };
  expect(readConfiguration({ ...complete, ...web }).config.isJustworksWebAllowed).toBe(true);
  expect(() => readConfiguration({ ...complete, MUSTER_JUSTWORKS_WEB: 'yes' })).toThrowError(
    /MUSTER_JUSTWORKS_WEB must be one of/,
  );
});

it('takes the ways in by name, each once', () => {
  const methods = (text: string) =>
    readConfiguration({ ...complete, MUSTER_JUSTWORKS_METHODS: text }).config.justworksMethods;
  expect(methods('')).toEqual([]);
  expect(methods('credentials, oauth')).toEqual(['credentials', 'oauth']);
  for (const wrong of ['oauth,oauth', 'password'])
    expect(() => methods(wrong)).toThrowError(/MUSTER_JUSTWORKS_METHODS must name each/);
});
