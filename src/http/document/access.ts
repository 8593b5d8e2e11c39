import type { Access } from '../plugins/authentication.ts';

export const SECURITY: Record<Access, Record<string, string[]>[]> = {
  organization: [{ api_key: [] }],
  linked_account: [{ api_key: [], account_token: [] }],
  link_session: [{ link_token: [] }],
  employer_page: [{ employer_link: [] }],
  inbound_mail: [{ inbound_mail_secret: [] }, { inbound_mail_basic: [] }],
  public: [],
};

export const SECURITY_SCHEMES = {
  api_key: {
    type: 'http',
    scheme: 'bearer',
    description:
      "The organization's API key, as `Authorization: Bearer <key>`. A key carries one or more of the roles `read`, `sensitive`, `operate` and `administer`; none implies another, and each operation says which one it needs.",
  },
  account_token: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Account-Token',
    description: 'Which linked account is meant. Ignored where it is not needed.',
  },
  inbound_mail_secret: {
    type: 'http',
    scheme: 'bearer',
    description: 'The secret of the deployment for the mail service.',
  },
  inbound_mail_basic: {
    type: 'http',
    scheme: 'basic',
    description: 'The same secret as password, with any user name.',
  },
  link_token: { type: 'http', scheme: 'bearer', description: 'The link token that opened the modal.' },
  employer_link: {
    type: 'http',
    scheme: 'bearer',
    description: "The token in the link that opened the employer's own page.",
  },
} as const;

const PROOFS: Record<Access, string> = {
  organization: 'an API key',
  linked_account: 'an API key and the token of one of its linked accounts',
  link_session: 'the link token that opened the modal',
  employer_page: "the token in the link that opened the employer's own page",
  inbound_mail: 'the secret of the deployment for the mail service',
  public: 'nothing',
};

/** The sentence that every operation's description ends with. */
export function describeAccess(access: Access, role: string | undefined): string {
  const proof = `Needs ${PROOFS[access]}`;
  return role === undefined ? `${proof}.` : `${proof}. Role of the key: \`${role}\`.`;
}
