import { Type, type Static } from 'typebox';

const Word = Type.String({ minLength: 1 });
const Words = Type.Array(Word);
const Path = Type.String({ pattern: '^/[^?#]*$' });
const Origin = Type.String({ pattern: '^https?://[^/?#@\\\\\\s]+$' });
const PositiveInteger = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const Synonyms = Type.Record(Type.String(), Type.Array(Word, { minItems: 1 }));
const ReportDescription = Type.Object({ slug: Word, columns: Synonyms }, closed);

/** Everything about the web site that is assumed rather than known, so that configuration can correct it. */
export const Site = Type.Object(
  {
    /** The first one is where paths are asked for; redirects may lead to any. */
    origins: Type.Array(Origin, { minItems: 1 }),
    invitationLinkOrigins: Type.Array(Origin),
    /** Where reports may be stored besides `origins`, e.g. an object store with signed links. */
    extraDownloadOrigins: Type.Array(Origin),
    invitationSenderDomains: Words,
    userAgent: Word,
    /** `METHOD /path`; `*` stands for one path segment. Nothing else is ever requested. */
    allowedRequests: Type.Array(Type.String({ pattern: '^(GET|POST) /' })),
    /** GET only, as linked from a finished report. */
    allowedDownloads: Type.Array(Type.String({ pattern: '^GET /' })),
    paths: Type.Object(
      {
        login: Path,
        twoFactor: Path,
        passwordExpired: Path,
        dashboard: Path,
        invitationPrefix: Path,
        company: Path,
        offices: Path,
        departments: Path,
        reportRequest: Path,
        reportPrefix: Path,
      },
      closed,
    ),
    csrf: Type.Object({ hydrationKey: Word, header: Word }, closed),
    hydrationKeys: Type.Object(
      {
        twoFactor: Word,
        currentCompany: Word,
        invitation: Word,
        company: Word,
        offices: Word,
        departments: Word,
        report: Word,
      },
      closed,
    ),
    fields: Type.Object(
      {
        userName: Word,
        password: Word,
        passwordConfirmation: Word,
        existingAccount: Word,
        method: Word,
        code: Word,
        key: Word,
        rememberDevice: Word,
        reportType: Word,
      },
      closed,
    ),
    texts: Type.Object(
      {
        error: Word,
        authenticatorMethod: Word,
        existingAccountNo: Word,
        challengeElementId: Word,
        challenge: Words,
        reportReady: Word,
        downloadLink: Word,
        reportReadyStatus: Word,
        reportFailedStatus: Word,
        invitationOpen: Words,
        invitationUsed: Words,
        invitationExpired: Words,
      },
      closed,
    ),
    reports: Type.Object({ employee_census: ReportDescription, work_history: ReportDescription }, closed),
    words: Type.Object({ noDepartment: Words, noOffice: Words, notOnRoster: Words }, closed),
    poll: Type.Object({ intervalMs: Type.Integer({ minimum: 0 }), attempts: PositiveInteger }, closed),
    limits: Type.Object(
      {
        redirects: Type.Integer({ minimum: 0 }),
        requestTimeoutMs: PositiveInteger,
        downloadTimeoutMs: PositiveInteger,
        pageBytes: PositiveInteger,
        reportBytes: PositiveInteger,
        recordBytes: PositiveInteger,
        /** A smaller difference to the site's clock is left alone. */
        clockSkewIgnoredMs: Type.Integer({ minimum: 0 }),
        /** A larger one says that the Date header is wrong, not our clock. */
        clockSkewTrustedMs: PositiveInteger,
      },
      closed,
    ),
  },
  closed,
);
export type Site = Static<typeof Site>;
