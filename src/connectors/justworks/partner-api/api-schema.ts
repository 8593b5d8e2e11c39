import { Type, type Static, type TObject } from 'typebox';
import { SHAPES, type Shape, type ShapeName } from './shapes.ts';

const Word = Type.String({ minLength: 1 });
const Words = Type.Array(Word);
const Path = Type.String({ pattern: '^/[^?#]*$' });
/** `{id}` stands for one segment. */
const PathOfOne = Type.String({ pattern: '^/[^?#]*\\{id\\}[^?#]*$' });
const Origin = Type.String({ pattern: '^https?://[^/?#@\\\\\\s]+$' });
const Count = Type.Integer({ minimum: 1 });
const Amount = Type.Integer({ minimum: 0 });
const closed = { additionalProperties: false };

/** Keys from the answer's root to a value, joined by dots. */
const Place = Type.String({ pattern: '^[^.]+(\\.[^.]+)*$' });

type Places = { [Name in ShapeName]: Record<keyof Shape<Name> & string, string> };
const placesOf = (shape: TObject) =>
  Type.Object(Object.fromEntries(Object.keys(shape.properties).map((key) => [key, Place])), closed);

/** Everything about the Partner API that is assumed rather than known, so that configuration can correct it. */
export const ApiDescription = Type.Object(
  {
    authorizeOrigin: Origin,
    apiOrigin: Origin,
    userAgent: Word,
    /** `METHOD /path`; `*` stands for one path segment. Nothing else is ever requested. */
    allowedRequests: Type.Array(Type.String({ pattern: '^(GET|POST) /' })),
    paths: Type.Object(
      {
        authorize: Path,
        token: Path,
        revoke: Path,
        company: Path,
        customFields: Path,
        members: Path,
        customFieldValues: PathOfOne,
        taxId: PathOfOne,
        payrolls: Path,
        paystubs: PathOfOne,
        paystub: PathOfOne,
        timeOffPolicies: Path,
        timeOffRequests: Path,
        timeOffBalances: Path,
        timeOffBalanceReport: PathOfOne,
      },
      closed,
    ),
    /** Where in the answers the values of each shape stand. */
    fields: Type.Unsafe<Places>(
      Type.Object(
        Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => [name, placesOf(shape)])),
        closed,
      ),
    ),
    words: Type.Object(
      {
        companyInactive: Words,
        workEmail: Words,
        personalEmail: Words,
        mobilePhone: Words,
        homeAddress: Words,
        /** Member types that are no people of the employer. */
        notOnRoster: Words,
        tax: Words,
        balancesReady: Words,
        balancesFailed: Words,
        manyValues: Words,
      },
      closed,
    ),
    headers: Type.Object({ signature: Word, timestamp: Word }, closed),
    pageSize: Type.Integer({ minimum: 1, maximum: 100 }),
    poll: Type.Object({ intervalMs: Amount, attempts: Count }, closed),
    /** How a 429 is answered inside one call; a longer wait ends the call. */
    retry: Type.Object({ waits: Amount, longestWaitMs: Amount, firstWaitMs: Amount }, closed),
    /** Days around today. */
    windows: Type.Object(
      {
        payrollDaysBack: Amount,
        payrollDaysAhead: Amount,
        paystubDetailDaysBack: Amount,
        timeOffDaysBack: Amount,
        timeOffDaysAhead: Amount,
      },
      closed,
    ),
    limits: Type.Object(
      {
        requestTimeoutMs: Count,
        answerBytes: Count,
        sectionBytes: Count,
        pages: Count,
        /** Calls for lines of paystubs in one reading, the newest first. */
        paystubDetails: Amount,
        webhookAgeMs: Count,
        webhookBytes: Count,
        /** How long a refresh token lives that nobody uses. */
        refreshTokenMs: Count,
      },
      closed,
    ),
  },
  closed,
);
export type ApiDescription = Static<typeof ApiDescription>;
