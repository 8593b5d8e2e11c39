import { hkdfSync } from 'node:crypto';
import { parseKeyring, type Keyring } from '../crypto/keyring.ts';
import { AppError, toError } from '../lib/app-error.ts';
import type { Config, JustworksApiSettings, PacingSettings } from './config.ts';
import { EnvironmentReader, type Environment } from './environment-reader.ts';
import type { Secrets } from './secrets.ts';

const MIN_SECRET_CHARACTERS = 24;

/**
 * The only reader of the process's environment. `.env.example` documents each name.
 * @throws AppError invalid_input `configuration_invalid` that lists every problem at once.
 */
export function readConfiguration(environment: Environment): { config: Config; secrets: Secrets } {
  const reader = new EnvironmentReader(environment);
  const config = readConfig(reader);
  const sealingKeys = readSealingKeys(reader);
  const inboundMailSecret = readInboundMailSecret(reader);
  const justworks = readJustworksSecrets(reader);
  if (reader.problems.length > 0 || !sealingKeys) {
    const list = reader.problems.map((problem) => `  - ${problem}`).join('\n');
    throw new AppError('invalid_input', 'configuration_invalid', `The configuration has problems:\n${list}`);
  }
  return { config, secrets: { ...deriveSecrets(sealingKeys), inboundMailSecret, justworks } };
}

function readConfig(reader: EnvironmentReader): Config {
  const publicUrl = reader.url('MUSTER_PUBLIC_URL', 'http://127.0.0.1:4000');
  return {
    databaseUrl: reader.requiredText('DATABASE_URL', 'Give a PostgreSQL (15 to 18) connection string.'),
    databaseMaxConnections: reader.number('MUSTER_DATABASE_MAX_CONNECTIONS', 20, 2, 500),
    logLevel: reader.choice('MUSTER_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    http: {
      host: reader.text('MUSTER_HTTP_HOST', '127.0.0.1'),
      port: reader.number('MUSTER_HTTP_PORT', 4000, 0, 65_535),
      publicUrl,
      maxBodyBytes: reader.number('MUSTER_HTTP_MAX_BODY_BYTES', 1_048_576, 1024, 104_857_600),
      rateLimits: {
        perKey: reader.number('MUSTER_RATE_LIMIT_PER_MINUTE', 6000, 1, 10_000_000),
        perAccount: reader.number('MUSTER_RATE_LIMIT_PER_ACCOUNT', 600, 1, 10_000_000),
        perAddress: reader.number('MUSTER_RATE_LIMIT_PER_ADDRESS', 600, 1, 10_000_000),
      },
      maxRequestsAtOnce: reader.number('MUSTER_MAX_REQUESTS_AT_ONCE', 200, 1, 100_000),
      maxEventLoopDelayMs: reader.number('MUSTER_MAX_EVENT_LOOP_DELAY_MS', 1500, 10, 600_000),
      isProxyTrusted: reader.boolean('MUSTER_TRUST_PROXY', false),
    },
    smtp: {
      host: reader.text('MUSTER_SMTP_HOST', '127.0.0.1'),
      port: reader.number('MUSTER_SMTP_PORT', 2525, 0, 65_535),
      hostName: reader.text('MUSTER_SMTP_NAME', 'muster.invalid'),
      maxMessageBytes: reader.number('MUSTER_SMTP_MAX_MESSAGE_BYTES', 1_048_576, 1024, 52_428_800),
      maxRecipients: reader.number('MUSTER_SMTP_MAX_RECIPIENTS', 5, 1, 100),
      maxClients: reader.number('MUSTER_SMTP_MAX_CLIENTS', 100, 1, 10_000),
      maxSessionSeconds: reader.number('MUSTER_SMTP_MAX_SESSION_SECONDS', 120, 5, 3600),
      certificateFiles: readCertificateFiles(reader),
      resolver: reader.optionalText('MUSTER_DNS_RESOLVER'),
    },
    linking: {
      mailDomain: reader.requiredText('LINK_MAIL_DOMAIN', 'Give the domain whose MX points to this service.'),
      publicUrl,
      leaseSeconds: reader.number('MUSTER_LINK_LEASE_SECONDS', 45, 1, 600),
      renewPasswordDaysBefore: reader.number('MUSTER_PASSWORD_RENEW_DAYS_BEFORE', 14, 1, 365),
      lateInvitationDays: reader.number('MUSTER_LATE_INVITATION_DAYS', 14, 1, 90),
      maxMessagesPerDay: reader.number('MUSTER_MAIL_MAX_PER_ADDRESS_PER_DAY', 50, 1, 10_000),
    },
    sync: {
      defaultIntervalSeconds: reader.number('MUSTER_SYNC_INTERVAL_SECONDS', 600, 600, 86_400),
      leaseSeconds: reader.number('MUSTER_SYNC_LEASE_SECONDS', 45, 1, 600),
      maxAttempts: reader.number('MUSTER_SYNC_MAX_ATTEMPTS', 8, 1, 100),
      payIntervalSeconds: reader.number('MUSTER_SYNC_PAY_INTERVAL_SECONDS', 21_600, 0, 604_800),
      guards: {
        maxRemovedRatio: reader.number('MUSTER_GUARD_MAX_REMOVED_RATIO', 0.2, 0, 1),
        maxRemovedCount: reader.number('MUSTER_GUARD_MAX_REMOVED_COUNT', 50, 0, 1_000_000),
        maxTerminatedRatio: reader.number('MUSTER_GUARD_MAX_TERMINATED_RATIO', 0.5, 0, 1),
        maxTerminatedCount: reader.number('MUSTER_GUARD_MAX_TERMINATED_COUNT', 200, 0, 1_000_000),
        maxNulledRatio: reader.number('MUSTER_GUARD_MAX_NULLED_RATIO', 0.3, 0, 1),
      },
      budgets: {
        maxSignInsPerDay: reader.number('MUSTER_MAX_SIGN_INS_PER_DAY', 24, 1, 10_000),
        maxReportsPerDay: reader.number('MUSTER_MAX_REPORTS_PER_DAY', 600, 1, 100_000),
      },
      pacing: readPacing(reader),
    },
    webhooks: {
      attemptTimeoutMs: reader.number('MUSTER_WEBHOOK_TIMEOUT_MS', 15_000, 100, 60_000),
      concurrency: reader.number('MUSTER_WEBHOOK_CONCURRENCY', 50, 1, 1000),
      perEndpointConcurrency: reader.number('MUSTER_WEBHOOK_CONCURRENCY_PER_ENDPOINT', 10, 1, 1000),
      leaseSeconds: reader.number('MUSTER_WEBHOOK_LEASE_SECONDS', 45, 1, 600),
      isLoopbackHttpAllowed: reader.boolean('MUSTER_WEBHOOK_ALLOW_LOOPBACK_HTTP', false),
    },
    ...readRetention(reader),
    worker: {
      concurrency: reader.number('MUSTER_WORKER_CONCURRENCY', 8, 1, 200),
      deadAfterSeconds: reader.number('MUSTER_WORKER_DEAD_AFTER_SECONDS', 45, 2, 600),
      syncConcurrency: reader.number('MUSTER_WORKER_SYNC_CONCURRENCY', 6, 1, 500),
      tickSeconds: reader.number('MUSTER_WORKER_TICK_SECONDS', 5, 1, 60),
    },
    outboundMail: {
      url: reader.optionalText('MUSTER_OUTBOUND_MAIL_URL'),
      from: reader.text('MUSTER_OUTBOUND_MAIL_FROM', 'Muster <no-reply@muster.invalid>'),
    },
    notifications: {
      link: readNotificationLink(reader),
      operatorAddresses: reader.list('MUSTER_OPERATOR_ADDRESSES'),
    },
    justworksSiteOverrides: reader.json('MUSTER_JUSTWORKS_SITE'),
    justworksCapabilities: {
      required: reader.list('MUSTER_JUSTWORKS_REQUIRED'),
      optional: reader.list('MUSTER_JUSTWORKS_OPTIONAL'),
    },
    isJustworksWebAllowed:
      reader.choice('MUSTER_JUSTWORKS_WEB', ['off', 'acknowledged'], 'off') === 'acknowledged',
    justworksMethods: reader.choices('MUSTER_JUSTWORKS_METHODS', ['service_account', 'credentials', 'oauth']),
    justworksApi: readJustworksApi(reader),
    areOverridesByApiAllowed: reader.boolean('MUSTER_OVERRIDES_BY_API', false),
    allowedPrivateHosts: reader.list('MUSTER_ALLOWED_PRIVATE_HOSTS'),
  };
}

function readRetention(reader: EnvironmentReader): Pick<Config, 'changes' | 'retention'> {
  const keptDays = reader.number('MUSTER_CHANGES_KEPT_DAYS', 90, 4, 3650);
  const historyKeptDays = reader.optionalNumber('MUSTER_HISTORY_KEPT_DAYS', 1, 36_500);
  // An event tells the state that it is about out of the history.
  if (historyKeptDays !== null && historyKeptDays < keptDays) {
    reader.problems.push(
      `MUSTER_HISTORY_KEPT_DAYS must not be less than MUSTER_CHANGES_KEPT_DAYS (${keptDays}).`,
    );
  }
  return {
    changes: { keptDays },
    retention: {
      terminatedKeptDays: reader.optionalNumber('MUSTER_TERMINATED_KEPT_DAYS', 1, 36_500),
      disconnectedKeptDays: reader.optionalNumber('MUSTER_DISCONNECTED_KEPT_DAYS', 1, 36_500),
      historyKeptDays,
    },
  };
}

function readPacing(reader: EnvironmentReader): PacingSettings {
  return {
    maxOpenRunsPerSource: reader.number('MUSTER_SYNC_MAX_OPEN_RUNS_PER_SOURCE', 200, 1, 100_000),
    maxBackOffSeconds: reader.number('MUSTER_SYNC_MAX_BACK_OFF_SECONDS', 21_600, 600, 604_800),
    failuresUntilBreak: reader.number('MUSTER_ACCOUNT_BREAKER_FAILURES', 5, 1, 1000),
    breakerAccounts: reader.number('MUSTER_SOURCE_BREAKER_ACCOUNTS', 5, 2, 100_000),
    breakerRatio: reader.number('MUSTER_SOURCE_BREAKER_RATIO', 0.5, 0, 1),
    breakerWindowSeconds: reader.number('MUSTER_SOURCE_BREAKER_WINDOW_SECONDS', 300, 1, 86_400),
    probeSeconds: reader.number('MUSTER_SOURCE_BREAKER_PROBE_SECONDS', 60, 1, 900),
    staleAfterSeconds: reader.number('MUSTER_STALE_AFTER_SECONDS', 7200, 60, 2_592_000),
  };
}

const LINK_PLACEHOLDERS = ['linked_account_id', 'end_user_origin_id', 'run_id'];

/** A placeholder that nobody fills in would stand in every mail. */
function readNotificationLink(reader: EnvironmentReader): string | null {
  const link = reader.optionalText('MUSTER_NOTIFICATION_LINK');
  if (link === null) return null;
  const placeholders = [...link.matchAll(/{(.*?)}/g)].map((match) => match[1]!);
  const isKnown = placeholders.every((placeholder) => LINK_PLACEHOLDERS.includes(placeholder));
  if (!/^https?:\/\//.test(link) || !URL.canParse(link) || !isKnown) {
    reader.problems.push(
      `MUSTER_NOTIFICATION_LINK must be an http(s) URL that may hold {${LINK_PLACEHOLDERS.join('}, {')}}.`,
    );
  }
  return link;
}

/** Both or neither: half a certificate would silently mean mail in the clear. */
function readCertificateFiles(reader: EnvironmentReader): { keyFile: string; certFile: string } | null {
  const keyFile = reader.optionalText('MUSTER_SMTP_TLS_KEY_FILE');
  const certFile = reader.optionalText('MUSTER_SMTP_TLS_CERT_FILE');
  if (keyFile !== null && certFile !== null) return { keyFile, certFile };
  if (keyFile !== certFile) {
    reader.problems.push(
      'MUSTER_SMTP_TLS_KEY_FILE and MUSTER_SMTP_TLS_CERT_FILE must be set together, or neither.',
    );
  }
  return null;
}

function readJustworksApi(reader: EnvironmentReader): JustworksApiSettings {
  return {
    overrides: reader.json('MUSTER_JUSTWORKS_API'),
    clientId: reader.optionalText('MUSTER_JUSTWORKS_OAUTH_CLIENT_ID'),
    scopes: reader.text('MUSTER_JUSTWORKS_OAUTH_SCOPES', ''),
    webhooks: {
      algorithm: reader.choice('MUSTER_JUSTWORKS_WEBHOOK_ALGORITHM', ['sha256', 'sha512'], 'sha256'),
      encoding: reader.choice('MUSTER_JUSTWORKS_WEBHOOK_ENCODING', ['hex', 'base64'], 'hex'),
      signed: reader.text('MUSTER_JUSTWORKS_WEBHOOK_SIGNED', '{timestamp}.{body}'),
    },
    readsCustomFields: reader.boolean('MUSTER_JUSTWORKS_CUSTOM_FIELDS', false),
  };
}

/** The client's id and secret together, or neither: half of them would silently mean that there is no API. */
function readJustworksSecrets(reader: EnvironmentReader): Secrets['justworks'] {
  const clientSecret = reader.optionalText('MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET');
  if ((clientSecret === null) !== (reader.optionalText('MUSTER_JUSTWORKS_OAUTH_CLIENT_ID') === null)) {
    reader.problems.push(
      'MUSTER_JUSTWORKS_OAUTH_CLIENT_ID and MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET must be set together, or neither.',
    );
  }
  return { clientSecret, webhookSecret: reader.optionalText('MUSTER_JUSTWORKS_WEBHOOK_SECRET') };
}

function readSealingKeys(reader: EnvironmentReader): Keyring | undefined {
  const text = reader.requiredText(
    'MUSTER_SEALING_KEYS',
    'Secrets are never stored without one: give `id:base64` of 32 bytes (`openssl rand -base64 32`).',
  );
  if (!text) return undefined;
  try {
    return parseKeyring(text);
  } catch (error) {
    reader.problems.push(`MUSTER_SEALING_KEYS: ${toError(error).message}`);
    return undefined;
  }
}

/** Whoever has it can put mail before us, so it must not be guessable. */
function readInboundMailSecret(reader: EnvironmentReader): string | null {
  const secret = reader.optionalText('MUSTER_INBOUND_MAIL_SECRET');
  if (secret !== null && secret.length < MIN_SECRET_CHARACTERS) {
    reader.problems.push(
      `MUSTER_INBOUND_MAIL_SECRET must have at least ${MIN_SECRET_CHARACTERS} characters (\`openssl rand -hex 32\`).`,
    );
  }
  return secret;
}

function deriveSecrets(sealingKeys: Keyring): Omit<Secrets, 'inboundMailSecret' | 'justworks'> {
  const derive = (label: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', sealingKeys.get(sealingKeys.currentId), '', `muster ${label}`, 32));
  return {
    sealingKeys,
    linkTokenKey: derive('link token'),
    cursorKey: derive('cursor'),
    idempotencyKey: derive('idempotency key'),
    logInKey: derive('refused log-in'),
  };
}

/** The environment of this process; only the command line hands it on. */
export function processEnvironment(): Environment {
  return process.env;
}
