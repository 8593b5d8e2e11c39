import { Type, type Static, type TObject } from 'typebox';

const Id = Type.String({ minLength: 1 });
/** An empty scalar is left out by the source: null here. */
const MaybeText = Type.Union([Type.String(), Type.Null()]);
const MaybeNumber = Type.Union([Type.Number(), Type.Null()]);
/** Minor units, e.g. 4500 for $45.00. */
const MaybeMoney = Type.Union([Type.Integer(), Type.Null()]);
const MaybeBoolean = Type.Union([Type.Boolean(), Type.Null()]);
/** A day; a time behind it is of no interest. */
const MaybeDay = Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}(T.*)?$' }), Type.Null()]);
const MaybeList = Type.Union([Type.Array(Type.Unknown()), Type.Null()]);
const List = Type.Array(Type.Unknown());
/** Keyed by country, ISO 3166-1 alpha-2. */
const MaybeMap = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]);

const addressLines = {
  line1: MaybeText,
  line2: MaybeText,
  city: MaybeText,
  state: MaybeText,
  postalCode: MaybeText,
  country: MaybeText,
};

/** What is read of the source's answers, by our names; what else they carry is let be. */
export const SHAPES = {
  page: Type.Object({ items: List, nextCursor: MaybeText }),
  error: Type.Object({ code: MaybeText, scope: MaybeText }),
  oauthError: Type.Object({ code: MaybeText }),
  token: Type.Object({
    accessToken: Id,
    refreshToken: MaybeText,
    expiresIn: MaybeNumber,
    expiresAt: MaybeText,
    scope: MaybeText,
  }),
  event: Type.Object({ id: Id, type: Id, companyId: MaybeText }),
  company: Type.Object({
    id: Id,
    legalName: MaybeText,
    displayName: MaybeText,
    taxId: MaybeText,
    departments: MaybeList,
    offices: MaybeList,
    countries: MaybeMap,
  }),
  companyCountry: Type.Object({ ein: MaybeText }),
  department: Type.Object({ id: Id, name: Type.String() }),
  office: Type.Object({ id: Id, name: Type.String(), phone: MaybeText, ...addressLines }),
  member: Type.Object({
    id: Id,
    companyId: MaybeText,
    workId: MaybeText,
    givenName: MaybeText,
    familyName: MaybeText,
    preferredName: MaybeText,
    active: MaybeBoolean,
    type: MaybeText,
    jobTitle: MaybeText,
    department: MaybeText,
    office: MaybeText,
    managerId: MaybeText,
    emails: MaybeList,
    phones: MaybeList,
    addresses: MaybeList,
    startDate: MaybeDay,
    terminationDate: MaybeDay,
    birthDate: MaybeDay,
    createdAt: MaybeText,
    currentEmployment: Type.Unknown(),
    employmentHistory: MaybeList,
    currentPay: Type.Unknown(),
    currentPayFrequency: MaybeText,
    payHistory: MaybeList,
  }),
  email: Type.Object({ address: MaybeText, type: MaybeText }),
  phone: Type.Object({ number: MaybeText, type: MaybeText, country: MaybeText }),
  address: Type.Object({ type: MaybeText, ...addressLines }),
  employment: Type.Object({ effectiveDate: MaybeDay, jobTitle: MaybeText, countries: MaybeMap }),
  employmentCountry: Type.Object({ classification: MaybeText, flsaStatus: MaybeText }),
  pay: Type.Object({
    effectiveDate: MaybeDay,
    amount: MaybeMoney,
    currency: MaybeText,
    payType: MaybeText,
    payFrequency: MaybeText,
  }),
  taxId: Type.Object({ taxId: MaybeText }),
  customField: Type.Object({ id: Id, label: MaybeText, options: MaybeList, cardinality: MaybeText }),
  customOption: Type.Object({ id: Id, label: MaybeText }),
  customValue: Type.Object({ id: Id, values: MaybeList }),
  payroll: Type.Object({ id: Id, payDate: MaybeDay }),
  paystub: Type.Object({
    id: Id,
    memberId: Id,
    grossPay: MaybeMoney,
    netPay: MaybeMoney,
    currency: MaybeText,
    payDate: MaybeDay,
    payGroup: MaybeText,
    periodStart: MaybeDay,
    periodEnd: MaybeDay,
  }),
  paystubLines: Type.Object({
    earnings: MaybeList,
    employeeDeductions: MaybeList,
    employerContributions: MaybeList,
  }),
  line: Type.Object({
    name: MaybeText,
    type: MaybeText,
    category: MaybeText,
    amount: MaybeMoney,
    currency: MaybeText,
  }),
  policy: Type.Object({ id: Id, type: MaybeText }),
  timeOff: Type.Object({
    id: Id,
    memberId: Id,
    policyId: MaybeText,
    status: MaybeText,
    unitType: MaybeText,
    amount: MaybeNumber,
    startDate: MaybeDay,
    endDate: MaybeDay,
    notes: MaybeText,
  }),
  balanceReport: Type.Object({ reportId: Id }),
  balances: Type.Object({ status: Type.String(), items: MaybeList }),
  balance: Type.Object({
    memberId: Id,
    policyId: MaybeText,
    available: MaybeNumber,
    used: MaybeNumber,
  }),
} satisfies Record<string, TObject>;

export type ShapeName = keyof typeof SHAPES;
export type Shape<Name extends ShapeName> = Static<(typeof SHAPES)[Name]>;
