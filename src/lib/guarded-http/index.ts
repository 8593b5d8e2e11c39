export { ThreadedExchange } from './exchange-in-thread.ts';
export { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from './guarded-http.ts';
export { isPublicAddress } from './public-address.ts';
export { checkUrlShape, type UrlFinding, type UrlFindingCode } from './url-shape.ts';
