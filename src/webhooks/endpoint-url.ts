import type { WebhookSettings } from '../config/config.ts';
import { invalidInput } from '../lib/app-error.ts';
import { checkUrlShape } from '../lib/guarded-http/index.ts';

/** @throws AppError invalid_input */
export function assertEndpointUrl(
  url: string,
  settings: Pick<WebhookSettings, 'isLoopbackHttpAllowed'>,
): void {
  const finding = checkUrlShape(url, settings);
  if (finding) throw invalidInput(finding.code, finding.message, '/url');
}
