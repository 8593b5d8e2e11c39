import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { OutboundAnswer } from '../outbound-http.ts';
import { outboundError, toOutboundError } from './failures.ts';

export interface BoundedRequest {
  options: Dispatcher.DispatchOptions;
  timeoutMs: number;
  maxAnswerBytes: number;
  answerHeaders: readonly string[];
}

/**
 * One exchange whose answer is kept up to `maxAnswerBytes` as it came. A longer body, and whatever is under way at the
 * end of the time, ends with its connection; once the status has come, that is an answer all the same.
 * @throws OutboundHttpError when no status came
 */
export function exchangeBounded(dispatcher: Dispatcher, request: BoundedRequest): Promise<OutboundAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>();
  const handler = new AnswerHandler(request, resolve, reject);
  handler.endAfter(request.timeoutMs);
  try {
    dispatcher.dispatch(request.options, handler);
  } catch (thrown) {
    handler.onResponseError(null, toOutboundError(thrown));
  }
  return promise;
}

/** Without a stream between: an answer is a few bytes, and there are thousands in a second. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #headerNames: readonly string[];
  readonly #resolve: (answer: OutboundAnswer) => void;
  readonly #reject: (error: Error) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: OutboundAnswer['headers'] = {};
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    { maxAnswerBytes, answerHeaders }: BoundedRequest,
    resolve: (answer: OutboundAnswer) => void,
    reject: (error: Error) => void,
  ) {
    this.#maxBytes = maxAnswerBytes;
    this.#headerNames = answerHeaders;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  endAfter(timeoutMs: number): void {
    this.#timer = setTimeout(() => this.#cut(outboundError('timeout')), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The time was over before there was a connection.
    if (this.#isOver) controller.abort(outboundError('timeout'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    for (const name of this.#headerNames) if (name in headers) this.#headers[name] = headers[name];
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#maxBytes - this.#size;
    if (room > 0) this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) this.#cut(outboundError('aborted'));
  }

  onResponseEnd(): void {
    this.#end(null);
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    this.#end(error);
  }

  #cut(reason: Error): void {
    this.#end(reason);
    this.#controller?.abort(reason);
  }

  /** @param error why nothing more comes; null: it is complete */
  #end(error: Error | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (this.#status === 0) this.#reject(toOutboundError(error));
    // A copy: what undici hands out lies in the buffer of the whole connection.
    else
      this.#resolve({
        status: this.#status,
        headers: this.#headers,
        bodyStart: Buffer.concat(this.#chunks),
      });
  }
}
