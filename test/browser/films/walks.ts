import type { TestSandbox } from '../../../src/sandbox/justworks/test-support/test-sandbox.ts';
import type { Stage } from './stage.ts';
import { walkCredentials } from './walk-credentials.ts';
import { walkOAuth } from './walk-oauth.ts';
import { walkServiceAccount } from './walk-service-account.ts';

/** What a person does in Justworks, from the guide of one method. */
export type Walk = (stage: Stage, world: TestSandbox) => Promise<void>;

/** The films, by the name of their files. */
export const WALKS = {
  service_account: walkServiceAccount,
  credentials: walkCredentials,
  oauth: walkOAuth,
} satisfies Record<string, Walk>;

export type FilmName = keyof typeof WALKS;
export const FILM_NAMES = Object.keys(WALKS) as FilmName[];

/** The window in which they are walked, in pixels. */
export const FILM_WINDOW = { width: 800, height: 500 };
