import type { Wording } from '../../../lib/wording.ts';
import type { en } from './en/index.ts';

/** Every word of the modal, in any language: the English catalogue says which there are. */
export type Texts = Wording<typeof en>;
