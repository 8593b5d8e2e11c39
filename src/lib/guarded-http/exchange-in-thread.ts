import { Worker } from 'node:worker_threads';
import type { ExchangeRequest, OutboundAnswer, OutboundExchange } from '../outbound-http.ts';
import { inOneTurn, packBatch, unpackBatch, type Parcel } from './exchange-batch.ts';
import type {
  AnswerFields,
  GatewayOptions,
  RequestFields,
  ThreadNews,
  ThreadTask,
} from './exchange-thread.ts';
import { outboundError } from './failures.ts';

const MAX_YOUNG_HEAP_MB = 24;

/** One thread of the process that sends and waits, for all its gateways. It starts with the first request. */
class ExchangeThread {
  readonly #worker: Worker;
  readonly #asked = new Map<number, PromiseWithResolvers<OutboundAnswer>>();
  readonly #closing = new Map<number, () => void>();
  #lastId = 0;
  /** Why it answers nothing any more. */
  #end: Error | undefined;

  constructor() {
    this.#worker = new Worker(new URL('./exchange-thread.ts', import.meta.url), {
      // What a thread inherits of the process must not decide whether it can start.
      execArgv: [],
      env: {},
      resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_HEAP_MB },
    });
    this.#worker.unref();
    this.#worker.on('message', (news: ThreadNews) => this.#hear(news));
    this.#worker.on('error', (error: Error) => this.#close(error));
    this.#worker.on('exit', () => this.#close(new Error('The thread that sends requests has ended.')));
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  open(gateway: number, options: GatewayOptions): void {
    this.#tell({ open: gateway, options });
  }

  ask(gateway: number, request: Omit<RequestFields, 'id' | 'gateway'>, body: Uint8Array | null) {
    if (this.#end) return Promise.reject(this.#end);
    const id = (this.#lastId += 1);
    const answer = Promise.withResolvers<OutboundAnswer>();
    this.#asked.set(id, answer);
    this.#send({ fields: { id, gateway, ...request }, bytes: body });
    this.#keepAlive();
    return answer.promise;
  }

  async closeGateway(gateway: number): Promise<void> {
    if (this.#end) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closing.set(gateway, resolve);
    // What was asked for in this turn goes before.
    setImmediate(() => this.#tell({ close: gateway }));
    this.#keepAlive();
    await promise;
  }

  readonly #send = inOneTurn((requests: Parcel<RequestFields>[]) => {
    const batch = packBatch(requests);
    this.#tell({ requests: batch }, [batch.bytes.buffer]);
  });

  #tell(task: ThreadTask, handedOver: ArrayBuffer[] = []): void {
    this.#worker.postMessage(task, handedOver);
  }

  #hear(news: ThreadNews): void {
    if ('answers' in news) {
      for (const { fields, bytes } of unpackBatch<AnswerFields>(news.answers)) this.#settle(fields, bytes);
    } else {
      this.#closing.get(news.closed)?.();
      this.#closing.delete(news.closed);
    }
    this.#keepAlive();
  }

  #settle(fields: AnswerFields, bytes: Uint8Array | null): void {
    const { resolve, reject } = this.#asked.get(fields.id)!;
    this.#asked.delete(fields.id);
    if ('failure' in fields) reject(outboundError(fields.failure));
    else if ('error' in fields) reject(new Error(fields.error));
    else {
      const { status, headers } = fields;
      resolve({ status, headers, bodyStart: Buffer.from(bytes ?? []) });
    }
  }

  /** The process lives while somebody waits for an answer. */
  #keepAlive(): void {
    if (this.#asked.size + this.#closing.size > 0) this.#worker.ref();
    else this.#worker.unref();
  }

  #close(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#asked.values()) reject(error);
    for (const resolve of this.#closing.values()) resolve();
    this.#asked.clear();
    this.#closing.clear();
  }
}

let thread: ExchangeThread | undefined;
let lastGateway = 0;

/** The same way out as `GuardedHttp`, in a thread that has nothing else to do. */
export class ThreadedExchange implements OutboundExchange {
  readonly #options: GatewayOptions;
  readonly #gateway = (lastGateway += 1);
  #thread: ExchangeThread | undefined;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** @throws OutboundHttpError when no status came; another error when the thread came to its end */
  exchange(request: ExchangeRequest): Promise<OutboundAnswer> {
    const { body, ...fields } = request;
    const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? null);
    return this.#opened().ask(this.#gateway, fields, bytes);
  }

  /** Ends every connection; what is still running fails as `aborted`. */
  async close(): Promise<void> {
    await this.#thread?.closeGateway(this.#gateway);
    this.#thread = undefined;
  }

  #opened(): ExchangeThread {
    if (this.#thread && !this.#thread.isOver) return this.#thread;
    if (!thread || thread.isOver) thread = new ExchangeThread();
    thread.open(this.#gateway, this.#options);
    return (this.#thread = thread);
  }
}
