import type { CapabilityWords } from '../catalogue.ts';

/** None: a connector describes its capabilities in English itself. */
export const capabilities: CapabilityWords = { descriptions: {}, fixes: null };
