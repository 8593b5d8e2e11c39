import { Decimal } from 'decimal.js';
import { remember } from '../../../hris/normalize/remember.ts';

const ISO_4217 = /^[A-Za-z]{3}$/;
/** Where the source names no currency; its documentation writes $45.00 as 4500. */
const USUAL_DIGITS = 2;

/** 4500 of USD -> 45; null where there is no amount, or where the currency is none. */
export function toMajorUnits(minor: number | null, currency: string | null): number | null {
  if (minor === null) return null;
  if (currency === null) return new Decimal(minor).div(10 ** USUAL_DIGITS).toNumber();
  if (!ISO_4217.test(currency)) return null;
  return new Decimal(minor).div(10 ** fractionDigitsOf(currency)).toNumber();
}

/** ISO 4217, or null. */
export function toCurrencyCode(currency: string | null): string | null {
  return currency !== null && ISO_4217.test(currency) ? currency.toUpperCase() : null;
}

const fractionDigitsOf = remember(
  (currency): number =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
    USUAL_DIGITS,
);
