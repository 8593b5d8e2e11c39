import { Type, type Static } from 'typebox';

const Word = Type.String({ minLength: 1 });
const Words = Type.Array(Word);
const Path = Type.String({ pattern: '^/[^?#]*$' });
const Origin = Type.String({ pattern: '^https?://[^/?#@\\\\\\s]+$' });
const PositiveInteger = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const Synonyms = Type.Record(Type.String(), Type.Array(Word, { minItems: 1 }));
/** Segments of a path; `*` stands for one that is a token. */
const LinkPath = Type.String({ pattern: '^(/(\\*|[A-Za-z0-9_.~-]+))+$' });
const MailWords = Type.Object(
  { subjects: Words, linkPaths: Type.Array(LinkPath) },
  { additionalProperties: false },
);
/** `fileName` has `{company}` and `{date}` in it; one without them says nothing. */
const ReportDescription = Type.Object({ slug: Word, fileName: Type.String(), columns: Synonyms }, closed);

/** Everything about the web site that is assumed rather than known, so that configuration can correct it. */
export const Site = Type.Object(
  {
    /** The first one is where paths are asked for; redirects may lead to any. */
    origins: Type.Array(Origin, { minItems: 1 }),
    invitationLinkOrigins: Type.Array(Origin),
    /** Where reports may be stored besides `origins`, e.g. an object store with signed links. */
    extraDownloadOrigins: Type.Array(Origin),
    /** Where else than under `paths.invitationPrefix` an invitation may be. */
    invitationLinkPaths: Type.Array(LinkPath),
    invitationSenderDomains: Words,
    /** Mail that is no invitation, told by its subject (a part of it) or by where its links lead on `origins`. */
    mail: Type.Object(
      {
        passwordReset: MailWords,
        signInAlert: MailWords,
        authenticatorChange: MailWords,
        passwordExpiring: MailWords,
        /** Links to these hosts are in any mail of the source. */
        harmlessLinkHosts: Words,
      },
      closed,
    ),
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
        chooseCompany: Path,
        passkey: Path,
        accountClosed: Path,
        security: Path,
        changePassword: Path,
        invitationPrefix: Path,
        company: Path,
        offices: Path,
        departments: Path,
        contractors: Path,
        directory: Path,
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
        companies: Word,
        accountClosed: Word,
        passwordPolicy: Word,
        invitation: Word,
        company: Word,
        offices: Word,
        departments: Word,
        contractors: Word,
        directory: Word,
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
        personalEmail: Word,
        currentPassword: Word,
        companyId: Word,
        passkeyChoice: Word,
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
        passkeyNotNow: Word,
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
    words: Type.Object(
      { noDepartment: Words, noOffice: Words, notOnRoster: Words, contractor: Words },
      closed,
    ),
    acceptance: Type.Object(
      {
        /** The personal address that we give of ourselves; `{local}` and `{domain}` are those of the service e-mail. */
        personalEmail: Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$' }),
      },
      closed,
    ),
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
