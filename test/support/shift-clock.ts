/** Loaded before a program, it makes the machine's clock wrong for it by SHIFT_CLOCK_MS. */
const aheadMs = Number(process.env['SHIFT_CLOCK_MS']);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(ShiftedDate.now());
    // All the ways to name an instant are the real class's own.
    else super(...given);
  }
  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
