import { hkdfSync } from 'node:crypto';
import { parseKeyring, type Keyring } from '../crypto/keyring.ts';
import { AppError, toError } from '../lib/app-error.ts';
import type { Config } from './config.ts';
import type { Secrets } from './secrets.ts';

export type Environment = Record<string, string | undefined>;

/** Collects every problem, so that a person mends all of them in one go. */
class Reader {
  readonly problems: string[] = [];
  readonly environment: Environment;
  constructor(environment: Environment) {
    this.environment = environment;
  }

  text(name: string, fallback: string): string {
    return this.environment[name]?.trim() || fallback;
  }

  optionalText(name: string): string | null {
    return this.environment[name]?.trim() || null;
  }

  requiredText(name: string, hint: string): string {
    const value = this.environment[name]?.trim();
    if (!value) this.problems.push(`${name} is not set. ${hint}`);
    return value ?? '';
  }

  number(name: string, fallback: number, min: number, max: number): number {
    const text = this.environment[name]?.trim();
    if (!text) return fallback;
    const value = Number(text);
    if (!Number.isFinite(value) || value < min || value > max) {
      this.problems.push(`${name} must be a number from ${min} to ${max}.`);
      return fallback;
    }
    return value;
  }

  boolean(name: string, fallback: boolean): boolean {
    const text = this.environment[name]?.trim().toLowerCase();
    if (!text) return fallback;
    if (text !== 'true' && text !== 'false') this.problems.push(`${name} must be true or false.`);
    return text === 'true';
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.text(name, fallback) as T;
    if (choices.includes(text)) return text;
    this.problems.push(`${name} must be one of ${choices.join(', ')}.`);
    return fallback;
  }

  url(name: string, fallback: string): string {
    const text = this.text(name, fallback);
    if (!URL.canParse(text)) this.problems.push(`${name} must be a URL, like ${fallback}.`);
    return text.replace(/\/+$/, '');
  }

  list(name: string): string[] {
    return (this.optionalText(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  }

  json(name: string): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(this.text(name, '{}'));
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return value as Record<string, unknown>;
    } catch {
      // Told below.
    }
    this.problems.push(`${name} must be a JSON object.`);
    return {};
  }
}

/**
 * The only reader of the process's environment. `.env.example` documents each name.
 * @throws AppError invalid_input `configuration_invalid` that lists every problem at once.
 */
export function readConfiguration(environment: Environment): { config: Config; secrets: Secrets } {
  const reader = new Reader(environment);
  const config = readConfig(reader);
  const sealingKeys = readSealingKeys(reader);
  if (reader.problems.length > 0 || !sealingKeys) {
    const list = reader.problems.map((problem) => `  - ${problem}`).join('\n');
    throw new AppError('invalid_input', 'configuration_invalid', `The configuration has problems:\n${list}`);
  }
  return { config, secrets: deriveSecrets(sealingKeys) };
}

function readConfig(reader: Reader): Config {
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
      rateLimitPerMinute: reader.number('MUSTER_RATE_LIMIT_PER_MINUTE', 600, 1, 1_000_000),
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
      lateInvitationDays: reader.number('MUSTER_LATE_INVITATION_DAYS', 14, 1, 90),
    },
    sync: {
      defaultIntervalSeconds: reader.number('MUSTER_SYNC_INTERVAL_SECONDS', 600, 600, 86_400),
      leaseSeconds: reader.number('MUSTER_SYNC_LEASE_SECONDS', 45, 1, 600),
      maxAttempts: reader.number('MUSTER_SYNC_MAX_ATTEMPTS', 8, 1, 100),
      guards: {
        maxRemovedRatio: reader.number('MUSTER_GUARD_MAX_REMOVED_RATIO', 0.2, 0, 1),
        maxRemovedCount: reader.number('MUSTER_GUARD_MAX_REMOVED_COUNT', 50, 0, 1_000_000),
        maxNulledRatio: reader.number('MUSTER_GUARD_MAX_NULLED_RATIO', 0.3, 0, 1),
      },
    },
    webhooks: {
      attemptTimeoutMs: reader.number('MUSTER_WEBHOOK_TIMEOUT_MS', 15_000, 100, 60_000),
      concurrency: reader.number('MUSTER_WEBHOOK_CONCURRENCY', 50, 1, 1000),
      perEndpointConcurrency: reader.number('MUSTER_WEBHOOK_CONCURRENCY_PER_ENDPOINT', 10, 1, 1000),
      leaseSeconds: reader.number('MUSTER_WEBHOOK_LEASE_SECONDS', 60, 1, 600),
      isLoopbackHttpAllowed: reader.boolean('MUSTER_WEBHOOK_ALLOW_LOOPBACK_HTTP', false),
    },
    worker: {
      concurrency: reader.number('MUSTER_WORKER_CONCURRENCY', 8, 1, 200),
      deadAfterSeconds: reader.number('MUSTER_WORKER_DEAD_AFTER_SECONDS', 45, 2, 600),
      tickSeconds: reader.number('MUSTER_WORKER_TICK_SECONDS', 5, 1, 60),
    },
    outboundMail: {
      url: reader.optionalText('MUSTER_OUTBOUND_MAIL_URL'),
      from: reader.text('MUSTER_OUTBOUND_MAIL_FROM', 'Muster <no-reply@muster.invalid>'),
    },
    justworksSiteOverrides: reader.json('MUSTER_JUSTWORKS_SITE'),
    allowedPrivateHosts: reader.list('MUSTER_ALLOWED_PRIVATE_HOSTS'),
  };
}

/** Both or neither: half a certificate would silently mean mail in the clear. */
function readCertificateFiles(reader: Reader): { keyFile: string; certFile: string } | null {
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

function readSealingKeys(reader: Reader): Keyring | undefined {
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

function deriveSecrets(sealingKeys: Keyring): Secrets {
  const derive = (label: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', sealingKeys.get(sealingKeys.currentId), '', `muster ${label}`, 32));
  return { sealingKeys, linkTokenKey: derive('link token'), cursorKey: derive('cursor') };
}

/** The environment of this process; only the command line hands it on. */
export function processEnvironment(): Environment {
  return process.env;
}
