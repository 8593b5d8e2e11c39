import { OutboundHttpError, type OutboundFailure } from '../outbound-http.ts';

const FAILURE_BY_CODE: Record<string, OutboundFailure> = {
  ERR_ADDRESS_REFUSED: 'refused_address',
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  EADDRNOTAVAIL: 'connect',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  HOSTNAME_MISMATCH: 'tls',
};

const FAILURE_BY_CODE_PREFIX: [RegExp, OutboundFailure][] = [
  [/^EAI_/, 'dns'],
  [/^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_)/, 'tls'],
];

/** Fixed words: a URL may carry a token in its path, so none is repeated. */
const MESSAGES: Record<OutboundFailure, string> = {
  refused_address: 'The address is not on the public Internet.',
  dns: 'The host name could not be resolved.',
  connect: 'The host refused the connection or could not be reached.',
  tls: 'The TLS handshake failed.',
  timeout: 'The exchange took too long.',
  reset: 'The connection ended before the answer was complete.',
  aborted: 'The request was aborted.',
  other: 'The request failed.',
};

/** Any error of undici, net, tls or dns as ours. */
export function toOutboundError(thrown: unknown): OutboundHttpError {
  if (thrown instanceof OutboundHttpError) return thrown;
  const failure = failureOf(thrown);
  return new OutboundHttpError(failure, MESSAGES[failure], { cause: thrown });
}

export function outboundError(failure: OutboundFailure): OutboundHttpError {
  return new OutboundHttpError(failure, MESSAGES[failure]);
}

function failureOf(thrown: unknown): OutboundFailure {
  const code = (thrown as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return 'other';
  const byPrefix = FAILURE_BY_CODE_PREFIX.find(([prefix]) => prefix.test(code));
  return FAILURE_BY_CODE[code] ?? byPrefix?.[1] ?? 'other';
}
