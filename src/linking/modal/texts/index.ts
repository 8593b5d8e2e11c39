import { en } from './en/index.ts';

/** The words that are shown. */
export const texts = en;
