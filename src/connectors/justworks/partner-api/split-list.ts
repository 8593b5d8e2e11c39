const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const LIST = 0x5b;

/**
 * Takes one long list out of a JSON answer while it comes in, so that memory does not grow with it. Yields the entries of
 * the list at `place` (keys joined by dots); what is returned at the end is the rest of the answer, the list empty.
 * @throws SyntaxError where it is no JSON, broken off, or holds more than `maxBytes` beside the list or in one entry
 */
export async function* splitList(
  body: AsyncIterable<Buffer>,
  { place, maxBytes }: { place: string; maxBytes: number },
): AsyncGenerator<unknown[], unknown> {
  const scan = new ListScan(place.split('.'));
  for await (const chunk of body) {
    const entries = scan.push(chunk);
    if (scan.keptBytes() > maxBytes) throw new SyntaxError('The answer holds too much at once.');
    if (entries.length > 0) yield entries;
  }
  return scan.end();
}

class ListScan {
  readonly #listDepth: number;
  /** As it stands in the answer. */
  readonly #key: string;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isInList = false;
  /** Of the entry that is not over yet. */
  #entry: Buffer[] = [];
  #rest: Buffer[] = [];

  constructor(keys: readonly string[]) {
    this.#listDepth = keys.length + 1;
    this.#key = JSON.stringify(keys.at(-1));
  }

  push(chunk: Buffer): unknown[] {
    const entries: unknown[] = [];
    let from = 0;
    for (const [at, byte] of chunk.entries()) {
      if (this.#isText) this.#passText(byte);
      else if (byte === QUOTE) this.#isText = true;
      else if (byte === COMMA && this.#isAtEntries()) {
        entries.push(this.#takeEntry(chunk.subarray(from, at)));
        from = at + 1;
      } else if (OPENING.has(byte)) {
        this.#depth += 1;
        if (byte !== LIST || !this.#isWanted(chunk.subarray(from, at))) continue;
        this.#rest.push(chunk.subarray(from, at + 1));
        this.#isInList = true;
        from = at + 1;
      } else if (CLOSING.has(byte)) {
        if (this.#isAtEntries()) {
          if (!this.#isBlank(chunk.subarray(from, at)))
            entries.push(this.#takeEntry(chunk.subarray(from, at)));
          this.#isInList = false;
          from = at;
        }
        this.#depth -= 1;
      }
    }
    (this.#isInList ? this.#entry : this.#rest).push(chunk.subarray(from));
    return entries;
  }

  keptBytes(): number {
    return [...this.#entry, ...this.#rest].reduce((sum, { length }) => sum + length, 0);
  }

  end(): unknown {
    if (this.#depth !== 0 || this.#isText) throw new SyntaxError('The answer breaks off.');
    return parse(this.#rest);
  }

  #passText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isText = false;
  }

  #isAtEntries(): boolean {
    return this.#isInList && this.#depth === this.#listDepth;
  }

  #isWanted(before: Buffer): boolean {
    if (this.#isInList || this.#depth !== this.#listDepth) return false;
    const text = Buffer.concat([...this.#rest, before])
      .toString('utf8')
      .trimEnd();
    return text.endsWith(':') && text.slice(0, -1).trimEnd().endsWith(this.#key);
  }

  #isBlank(last: Buffer): boolean {
    return (
      Buffer.concat([...this.#entry, last])
        .toString('utf8')
        .trim() === ''
    );
  }

  #takeEntry(last: Buffer): unknown {
    const entry = parse([...this.#entry, last]);
    this.#entry = [];
    return entry;
  }
}

function parse(parts: readonly Buffer[]): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new SyntaxError('The answer is no UTF-8.');
  }
  return JSON.parse(text) as unknown;
}
