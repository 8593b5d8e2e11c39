export { carryOutPassthrough } from './carry-out-passthrough.ts';
export { getAsyncPassthrough } from './get-async-passthrough.ts';
export { passThrough } from './pass-through.ts';
export { type WantedRequest } from './passthrough-request.ts';
export { startAsyncPassthrough } from './start-async-passthrough.ts';
export { sweepPassthroughReceipts } from './sweep-receipts.ts';
