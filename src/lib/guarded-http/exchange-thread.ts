import { parentPort } from 'node:worker_threads';
import type { OutboundAnswer, ExchangeRequest, OutboundFailure } from '../outbound-http.ts';
import { OutboundHttpError } from '../outbound-http.ts';
import { inOneTurn, packBatch, unpackBatch, type Batch, type Parcel } from './exchange-batch.ts';
import { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from './guarded-http.ts';

/** What a gateway is that the thread keeps for the process. */
export type GatewayOptions = Omit<GuardedHttpOptions, 'lookup'>;

export type ThreadTask = { open: number; options: GatewayOptions } | { close: number } | { requests: Batch };
export type ThreadNews = { closed: number } | { answers: Batch };

/** Its bytes are the body. */
export interface RequestFields extends Omit<ExchangeRequest, 'body'> {
  id: number;
  gateway: number;
}

/** Its bytes are the beginning of the body. */
export type AnswerFields =
  | ({ id: number } & Omit<OutboundAnswer, 'bodyStart'>)
  | { id: number; failure: OutboundFailure }
  | { id: number; error: string };

const gateways = new Map<number, GuardedHttp>();

const tell = (news: ThreadNews, handedOver: ArrayBuffer[] = []) => parentPort!.postMessage(news, handedOver);

const answer = inOneTurn((answers: Parcel<AnswerFields>[]) => {
  const batch = packBatch(answers);
  tell({ answers: batch }, [batch.bytes.buffer]);
});

async function carryOut({ fields, bytes }: Parcel<RequestFields>): Promise<void> {
  const { id, gateway, ...request } = fields;
  try {
    const wish = { ...request, ...(bytes && { body: bytes }) };
    const { bodyStart, ...seen } = await gateways.get(gateway)!.exchange(wish);
    answer({ fields: { id, ...seen }, bytes: bodyStart });
  } catch (thrown) {
    const why = thrown instanceof OutboundHttpError ? { failure: thrown.failure } : { error: String(thrown) };
    answer({ fields: { id, ...why }, bytes: null });
  }
}

parentPort!.on('message', (task: ThreadTask) => {
  if ('requests' in task) for (const one of unpackBatch<RequestFields>(task.requests)) void carryOut(one);
  else if ('open' in task) gateways.set(task.open, createGuardedHttp(task.options));
  else void close(task.close);
});

/** What is still running has its answer before. */
async function close(gateway: number): Promise<void> {
  await gateways.get(gateway)?.close();
  gateways.delete(gateway);
  setImmediate(() => tell({ closed: gateway }));
}
