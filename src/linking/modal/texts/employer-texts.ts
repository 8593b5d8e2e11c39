import type { Wording } from '../../../lib/wording.ts';
import type { employer } from './en/employer.ts';

/** Every word of the employer's own page beside those that it shares with the modal, in any language. */
export type EmployerTexts = Wording<typeof employer>;
