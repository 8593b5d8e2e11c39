/** Every setting of the service, typed; built by config/env.ts alone. Units are in the names. */
export interface Config {
  databaseUrl: string;
  /** Of the pool; single records are read over two more. */
  databaseMaxConnections: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  http: HttpSettings;
  smtp: SmtpSettings;
  linking: LinkingSettings;
  sync: SyncSettings;
  webhooks: WebhookSettings;
  changes: ChangeFeedSettings;
  retention: RetentionSettings;
  worker: WorkerSettings;
  outboundMail: OutboundMailSettings;
  notifications: NotificationSettings;
  /** JSON that overrides parts of the typed description of the Justworks site; see connectors/justworks/web/site.ts. */
  justworksSiteOverrides: Record<string, unknown>;
  /** Keys of capabilities that are required or optional whatever the connector's own table says. */
  justworksCapabilities: { required: string[]; optional: string[] };
  /** An operator has acknowledged docs/legal.md: Justworks may be read through its web site. */
  isJustworksWebAllowed: boolean;
  /** Ways in that are offered, the default first; empty: all that are configured, the API before the web site. */
  justworksMethods: ('service_account' | 'credentials' | 'oauth')[];
  justworksApi: JustworksApiSettings;
  /** Whether API keys may store overrides of the site: they hold for every organization, so only where there is but one. */
  areOverridesByApiAllowed: boolean;
  /** Development and demo only: hosts that the service may call although they are private, `host:port` each. */
  allowedPrivateHosts: string[];
}

export interface JustworksApiSettings {
  /** JSON that overrides parts of the typed description of the Partner API; see connectors/justworks/partner-api. */
  overrides: Record<string, unknown>;
  /** Of our app at Justworks; null: the Partner API is not used. */
  clientId: string | null;
  /** Between spaces; empty: the usual ones. */
  scopes: string;
  /** How Justworks signs its webhooks; `signed` holds `{timestamp}` and `{body}`. */
  webhooks: { algorithm: 'sha256' | 'sha512'; encoding: 'hex' | 'base64'; signed: string };
  /** A call for each member and sync. */
  readsCustomFields: boolean;
}

export interface HttpSettings {
  host: string;
  port: number;
  /** As browsers and partners reach it, without a trailing slash. */
  publicUrl: string;
  maxBodyBytes: number;
  rateLimits: RateLimitSettings;
  /** Requests that are answered at once; what comes on top is shed with 503. */
  maxRequestsAtOnce: number;
  /** A process whose event loop lags more than this sheds load with 503 instead of collapsing. */
  maxEventLoopDelayMs: number;
  /** Behind a proxy that sets X-Forwarded-For. */
  isProxyTrusted: boolean;
}

/** Requests per minute. */
export interface RateLimitSettings {
  /** Of one API key, in all processes together. */
  perKey: number;
  /** About one linked account, in all processes together. */
  perAccount: number;
  /** Of one address without a valid key, in each process. */
  perAddress: number;
}

export interface SmtpSettings {
  host: string;
  port: number;
  /** The name we greet with. */
  hostName: string;
  maxMessageBytes: number;
  maxRecipients: number;
  maxClients: number;
  maxSessionSeconds: number;
  /** PEM files for STARTTLS; null: it is not offered. */
  certificateFiles: { keyFile: string; certFile: string } | null;
  /** A DNS server for SPF, DKIM and DMARC, `ip:port`; null means the system's. */
  resolver: string | null;
}

export interface LinkingSettings {
  /** Domain of the service e-mails; its MX points to us. */
  mailDomain: string;
  publicUrl: string;
  leaseSeconds: number;
  /** How long an address that was never linked outlives its session. */
  lateInvitationDays: number;
  /** The service account's password is renewed this long before it ends; an employer's own user is told to. */
  renewPasswordDaysBefore: number;
  /** How many messages one service e-mail takes in 24 hours. */
  maxMessagesPerDay: number;
}

export interface SyncSettings {
  defaultIntervalSeconds: number;
  leaseSeconds: number;
  maxAttempts: number;
  /** Payrolls and paystubs are read by schedule no more often than this. */
  payIntervalSeconds: number;
  guards: GuardSettings;
  budgets: SourceBudgets;
  pacing: PacingSettings;
}

/** When accounts are read that are due, that fail, and whose source is away. */
export interface PacingSettings {
  /** Runs of one source that are open at once by the schedule; the others stay due. */
  maxOpenRunsPerSource: number;
  /** An account that fails again and again is read no more seldom than this, or than its interval. */
  maxBackOffSeconds: number;
  /** After so many failures in a row an account is read by schedule and by request alone. */
  failuresUntilBreak: number;
  /** A source is left alone when it is away for so many accounts, and for this share of those that were tried, in the window. */
  breakerAccounts: number;
  breakerRatio: number;
  breakerWindowSeconds: number;
  /** A source that is left alone is tried by one run after this time; each failure doubles it, up to fifteen minutes. */
  probeSeconds: number;
  /** Records that were not read for so long, and for three intervals, are an issue while the account fails. */
  staleAfterSeconds: number;
}

/** How much one account may ask of its source on a day (UTC). */
export interface SourceBudgets {
  maxSignInsPerDay: number;
  maxReportsPerDay: number;
}

export interface GuardSettings {
  /** More active people gone than this share, and more than one person, holds the run. */
  maxRemovedRatio: number;
  maxRemovedCount: number;
  /** More active people whom the source gives an end than this share, and more than one person, holds the run. */
  maxTerminatedRatio: number;
  maxTerminatedCount: number;
  /** A field that was filled and is null now for more than this share of the people holds the run. */
  maxNulledRatio: number;
}

export interface WebhookSettings {
  attemptTimeoutMs: number;
  concurrency: number;
  perEndpointConcurrency: number;
  leaseSeconds: number;
  /** http:// to loopback, for development and the demo. */
  isLoopbackHttpAllowed: boolean;
}

export interface ChangeFeedSettings {
  /** Events older than this are deleted, with their deliveries; who has not read them by then is told so. */
  keptDays: number;
}

/** For how long records are kept that nobody works with any more; null: for ever. */
export interface RetentionSettings {
  /** After the last day, and after a person was gone from the source. */
  terminatedKeptDays: number | null;
  /** After an account was disconnected, unless it is linked again. */
  disconnectedKeptDays: number | null;
  /** Former states, after they were replaced. */
  historyKeptDays: number | null;
}

export interface WorkerSettings {
  /** Jobs at once that are no syncs. */
  concurrency: number;
  /** Syncs at once; they never take the room of other jobs. */
  syncConcurrency: number;
  /** A worker that was silent this long is dead: its jobs are given to others. */
  deadAfterSeconds: number;
  /** Heartbeat, sweeps, due runs and due deliveries are looked at this often. */
  tickSeconds: number;
}

export interface NotificationSettings {
  /** Address of a page about a run or account, for people: see `.env.example`; null: mails name ids. */
  link: string | null;
  /** Of those who run the deployment: they hear of held runs of every account. */
  operatorAddresses: string[];
}

export interface OutboundMailSettings {
  /** smtp://… or smtps://…; null: no mail is sent, and the log says so by event, never by content. */
  url: string | null;
  from: string;
}
