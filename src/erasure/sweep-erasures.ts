import { toError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import { continueErasure, type ErasureDeps } from './continue-erasure.ts';
import { listOpenErasures } from './receipts-store.ts';

const MAX_ERASURES = 100;
/** Of each, so that a large one keeps no other step of the ticker waiting for long. */
const MAX_BATCHES = 60;

/** Goes on with erasures whose job was lost, or which wait for a consent to be ended. One that fails keeps no other waiting. */
export async function sweepErasures(deps: ErasureDeps & { log: Logger }): Promise<void> {
  for (const id of await listOpenErasures(deps.db, MAX_ERASURES)) {
    await continueErasure(deps, id, { maxBatches: MAX_BATCHES }).catch((thrown: unknown) =>
      deps.log.warn({ erasure_id: id, error: toError(thrown) }, 'erasure_failed'),
    );
  }
}
