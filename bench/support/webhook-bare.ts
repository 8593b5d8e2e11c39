import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent } from 'undici';
import { answerQuestions } from './asked-process.ts';

export interface BareWish {
  url: string;
  /** A file with a JSON array of bodies. */
  bodies: string;
  count: number;
  connections: number;
}

const key = Buffer.alloc(32, 7);

/** The least that a sender does: sign the body and post it. Nothing is looked up, kept or limited. */
answerQuestions(async ({ url, bodies, count, connections }: BareWish) => {
  const agent = new Agent({ pipelining: 1 });
  const texts = JSON.parse(await readFile(bodies, 'utf8')) as string[];
  let next = 0;
  const startedAt = performance.now();
  const send = async (): Promise<void> => {
    while (next < count) {
      const id = `event-${next}`;
      const body = Buffer.from(texts[next++ % texts.length]!);
      const seconds = Math.floor(Date.now() / 1000);
      const signature = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
      const answer = await agent.request({
        origin: url,
        path: `/hook/${next % 20}`,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Bare/1',
          'webhook-id': id,
          'webhook-timestamp': String(seconds),
          'webhook-signature': `v1,${signature}`,
        },
        body,
      });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
  const seconds = (performance.now() - startedAt) / 1000;
  await agent.close();
  return { perSecond: count / seconds };
});
