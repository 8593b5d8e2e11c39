export { continueErasure } from './continue-erasure.ts';
export { eraseAccount } from './erase-account.ts';
export { getErasureReceipt, getReceiptOfAccount } from './get-receipt.ts';
export { ignorePerson } from './ignore-person.ts';
export type { ErasureReceipt } from './receipts-store.ts';
export { sweepRetention } from './sweep-retention.ts';
export { sweepErasures } from './sweep-erasures.ts';
