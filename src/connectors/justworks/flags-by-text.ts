const FIRST_PLACES = 1024;
/** Above this share of filled places a look-up would walk far. */
const MAX_FILLED = 0.75;

/**
 * Flags by text, of which 63 bits of a hash are kept: 12 to 24 bytes an entry, however long the texts are. Texts of one hash
 * share their flags: with a million of them about once in twenty million rosters, so it serves where that does no harm.
 */
export class FlagsByText {
  /** Two words of a hash for each place; the first is never zero but where the place is free. */
  #hashes = new Uint32Array(2 * FIRST_PLACES);
  #flags = new Uint8Array(FIRST_PLACES);
  #count = 0;

  /** @param flags of 8 bits, added to those that the text has */
  add(text: string, flags: number): void {
    if (this.#count >= MAX_FILLED * this.#flags.length) this.#grow();
    const [high, low] = hashText(text);
    this.#put(high, low, flags);
  }

  /** 0: never added. */
  get(text: string): number {
    const [high, low] = hashText(text);
    return this.#flags[this.#findPlace(high, low)]!;
  }

  #put(high: number, low: number, flags: number): void {
    const place = this.#findPlace(high, low);
    if (this.#isFree(place)) this.#count += 1;
    this.#hashes[2 * place] = high;
    this.#hashes[2 * place + 1] = low;
    this.#flags[place]! |= flags;
  }

  /** The hash's own place, or the free one where it would stand. */
  #findPlace(high: number, low: number): number {
    const last = this.#flags.length - 1;
    let place = low & last;
    while (
      !this.#isFree(place) &&
      (this.#hashes[2 * place] !== high || this.#hashes[2 * place + 1] !== low)
    ) {
      place = (place + 1) & last;
    }
    return place;
  }

  #isFree(place: number): boolean {
    return this.#hashes[2 * place] === 0;
  }

  #grow(): void {
    const hashes = this.#hashes;
    const flags = this.#flags;
    this.#hashes = new Uint32Array(2 * hashes.length);
    this.#flags = new Uint8Array(2 * flags.length);
    this.#count = 0;
    for (let place = 0; place < flags.length; place++) {
      const high = hashes[2 * place]!;
      if (high !== 0) this.#put(high, hashes[2 * place + 1]!, flags[place]!);
    }
  }
}

/** Two lanes of multiply and mix; the first is never zero. Three to six of them are asked for each person, so it must cost little. */
function hashText(text: string): [high: number, low: number] {
  let high = 0x2545f491;
  let low = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 15;
    low = Math.imul(low ^ unit, 0x1b873593);
    low ^= low >>> 13;
  }
  const mixed = spread(high ^ text.length);
  return [(mixed | 1) >>> 0, spread(low ^ mixed) >>> 0];
}

function spread(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
