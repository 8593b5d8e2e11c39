import { Decimal } from 'decimal.js';

/** One dollar sign before the digits, commas at each third place, a point. Nothing else is an amount. */
const AMOUNT = /^(?:-?\$?|\$-)(\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/;
/** So many digits fit into a double whatever they are. */
const SAFE_DIGITS = 15;

/**
 * "$85,000.00" -> 85000; null for anything that is no amount, also where a JSON number could not hold it exactly. What can be
 * read in two ways, like "(500)" or "85.000,00", is refused.
 */
export function toAmount(text: string | null): number | null {
  const written = text?.trim() ?? '';
  if (!AMOUNT.test(written)) return null;
  const plain = written.replace(/[$,]/g, '');
  if (plain.length <= SAFE_DIGITS) return Number(plain);
  const exact = new Decimal(plain);
  const amount = exact.toNumber();
  return exact.equals(amount) ? amount : null;
}
