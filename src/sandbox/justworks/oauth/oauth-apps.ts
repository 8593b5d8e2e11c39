import { createHash, timingSafeEqual } from 'node:crypto';
import { invalidInput } from '../../../lib/app-error.ts';
import { isScope } from './scopes.ts';

/** A partner's app as Justworks registers it on request. */
export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  name: string;
  /** Compared as a whole, character by character. */
  redirectUris: readonly string[];
  scopes: readonly string[];
  /** Where "Get Started" on the card leads. */
  launchUrl?: string | undefined;
  webhookUrl?: string | undefined;
  webhookSecret?: string | undefined;
}

/** Of an app that is known already, only what changes. */
export type OAuthAppInput = Partial<OAuthApp> & { clientId: string };

/** Without the secrets. */
export type OAuthAppView = Omit<OAuthApp, 'clientSecret' | 'webhookSecret'>;

const TEXT_FIELDS = ['clientSecret', 'name', 'launchUrl', 'webhookUrl', 'webhookSecret'] as const;

/** The registered apps. */
export class OAuthApps {
  private readonly byClientId = new Map<string, OAuthApp>();

  list(): OAuthApp[] {
    return [...this.byClientId.values()];
  }

  find(clientId: string): OAuthApp | undefined {
    return this.byClientId.get(clientId);
  }

  /** Registers an app or changes one: ports are known late. @throws AppError `invalid_field` */
  register(input: OAuthAppInput): OAuthApp {
    const app = { ...this.find(input.clientId), ...input } as OAuthApp;
    assertComplete(app);
    this.byClientId.set(app.clientId, app);
    return app;
  }

  /** Undefined for an unknown app and for a wrong secret alike. */
  authenticate(clientId: string, clientSecret: string): OAuthApp | undefined {
    const app = this.find(clientId);
    return app && timingSafeEqual(digest(app.clientSecret), digest(clientSecret)) ? app : undefined;
  }
}

export function viewApp(app: OAuthApp): OAuthAppView {
  const { clientId, name, redirectUris, scopes, launchUrl, webhookUrl } = app;
  return { clientId, name, redirectUris, scopes, launchUrl, webhookUrl };
}

function assertComplete(app: OAuthApp): void {
  for (const field of ['clientId', 'clientSecret', 'name'] as const) {
    if (!app[field]) throw invalidInput('invalid_field', `An app needs ${field}.`, `/${field}`);
  }
  for (const field of TEXT_FIELDS) {
    if (app[field] !== undefined && typeof app[field] !== 'string') throw notText(field);
  }
  for (const field of ['redirectUris', 'scopes'] as const) {
    const list: unknown = app[field];
    if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) throw notText(field);
  }
  const unknown = app.scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined)
    throw invalidInput('unknown_scope', `There is no scope "${unknown}".`, '/scopes');
  if (app.webhookUrl !== undefined && !app.webhookSecret) {
    throw invalidInput('invalid_field', 'A webhook URL needs a webhookSecret.', '/webhookSecret');
  }
}

function notText(field: string) {
  return invalidInput('invalid_field', `${field} is not of the right type.`, `/${field}`);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
