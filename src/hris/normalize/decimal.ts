import { Decimal } from 'decimal.js';

const AMOUNT = /^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/;

/**
 * "$85,000.00" -> 85000; null for anything that is no amount, also where a JSON number could not hold it exactly.
 */
export function toAmount(text: string | null): number | null {
  const written = text?.replace(/[$\s]/g, '') ?? '';
  if (!AMOUNT.test(written)) return null;
  const exact = new Decimal(written.replaceAll(',', ''));
  const amount = exact.toNumber();
  return exact.equals(amount) ? amount : null;
}
