import { randomBytes } from 'node:crypto';

/** Our app at the simulated Justworks' Partner API: what both sides are told. */
export interface DemoApp {
  clientId: string;
  clientSecret: string;
  name: string;
  redirectUris: string[];
  scopes: string[];
  webhookUrl: string;
  webhookSecret: string;
}

const newSecret = (): string => randomBytes(24).toString('base64url');

/** As a partner asks Justworks for it; the secrets are of this start only. */
export function createDemoApp(apiUrl: string): DemoApp {
  return {
    clientId: 'larkspur-it',
    clientSecret: newSecret(),
    name: 'Larkspur IT',
    redirectUris: [`${apiUrl}/link/oauth/callback`],
    scopes: [
      'company.detail:read',
      'member.detail:read',
      'member.employment:read',
      'member.pay:read',
      'member.dob:read',
      'payroll:read',
      'paystub:read',
      'time_off:read',
    ],
    webhookUrl: `${apiUrl}/api/v1/source-webhooks/justworks`,
    webhookSecret: newSecret(),
  };
}

/** The part of `.env` that the app needs. */
export function toEnvironment(app: DemoApp, sandboxUrl: string): Record<string, string> {
  return {
    MUSTER_JUSTWORKS_OAUTH_CLIENT_ID: app.clientId,
    MUSTER_JUSTWORKS_OAUTH_CLIENT_SECRET: app.clientSecret,
    MUSTER_JUSTWORKS_OAUTH_SCOPES: app.scopes.join(' '),
    MUSTER_JUSTWORKS_WEBHOOK_SECRET: app.webhookSecret,
    MUSTER_JUSTWORKS_API: JSON.stringify({ apiOrigin: sandboxUrl, authorizeOrigin: sandboxUrl }),
  };
}
