import type { CapabilityState } from '../contract.ts';
import { ConnectorError } from '../errors.ts';

/**
 * What a trial says of a capability; `unknown` when the answer is none that we know.
 * @throws whatever says nothing of it, e.g. that the source is away
 */
export async function toCapabilityState(trial: () => Promise<unknown>): Promise<CapabilityState> {
  try {
    await trial();
    return 'granted';
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.code === 'permission_missing') return 'missing';
    if (error.code === 'unexpected_page') return 'unknown';
    throw error;
  }
}
