import { createHash } from 'node:crypto';

/** `same`: the ids of the web pages; `own`: others, to prove that nobody relies on the two being alike. */
export type PublicIdForm = 'same' | 'own';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The ids that the API shows for the ones that the sandbox keeps. */
export class PublicIds {
  private readonly mask: Buffer;
  private readonly form: PublicIdForm;

  constructor(form: PublicIdForm, seed: string) {
    this.form = form;
    this.mask = createHash('sha256').update(`${seed}/public-ids`).digest().subarray(0, 16);
    // The version and variant of a uuid stay what they are.
    this.mask[6]! &= 0x0f;
    this.mask[8]! &= 0x3f;
  }

  /** Its own inverse: a public uuid becomes the sandbox's, and the other way round. */
  swap(id: string): string {
    if (this.form === 'same' || !UUID.test(id)) return id;
    const bytes = Buffer.from(id.replaceAll('-', ''), 'hex').map((byte, index) => byte ^ this.mask[index]!);
    return Buffer.from(bytes)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  company(id: string): string {
    if (this.form === 'same') return id;
    return `company_${createHash('sha256').update(`${id}/public`).digest('hex').slice(0, 26)}`;
  }
}
