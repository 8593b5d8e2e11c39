import type { ConnectionMethod } from '../../../connectors/contract.ts';

/** A text that depends on the way in, of the partner's name and the HR system's. */
export type ByMethod = Record<ConnectionMethod, (organization: string, source: string) => string>;
