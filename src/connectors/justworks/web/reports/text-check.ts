import { isUtf8 } from 'node:buffer';

const LONGEST_CHARACTER = 4;
const FIRST_CONTINUATION_BYTE = 0x80;
const FIRST_LEAD_BYTE = 0xc0;

/** Why bytes are no text that a column takes. */
export type TextFault = 'not_utf8' | 'nul';

/** Looks whether bytes are UTF-8 to the last one, and without a NUL, in the pieces in which they come. */
export class TextCheck {
  #unfinished: Buffer = Buffer.alloc(0);

  /** The piece may be used again afterwards. */
  add(piece: Buffer): TextFault | null {
    const text = this.#unfinished.length === 0 ? piece : Buffer.concat([this.#unfinished, piece]);
    const end = text.length - unfinishedBytes(text);
    this.#unfinished = Buffer.from(text.subarray(end));
    if (!isUtf8(text.subarray(0, end))) return 'not_utf8';
    return piece.includes(0) ? 'nul' : null;
  }

  end(): TextFault | null {
    return isUtf8(this.#unfinished) ? null : 'not_utf8';
  }
}

/** How many bytes at the end may be the beginning of a character that the next piece goes on with. */
function unfinishedBytes(text: Uint8Array): number {
  for (let back = 1; back < LONGEST_CHARACTER && back <= text.length; back += 1) {
    const byte = text[text.length - back]!;
    if (byte < FIRST_LEAD_BYTE) {
      if (byte < FIRST_CONTINUATION_BYTE) return 0;
      continue;
    }
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}
