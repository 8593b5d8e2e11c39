import { AdminHands } from '../src/cli/demo/admin-hands.ts';
import { ModalHands } from '../src/cli/demo/modal-hands.ts';
import { startDemo, type Demo } from '../src/cli/demo/start-demo.ts';
import { ceilingFigure, type Figure } from './support/figure.ts';
import { percentile } from './support/percentile.ts';

const INVITATIONS = 30;
const MAX_SECONDS = 1;

/**
 * From the moment when the source's invitation was sent off, and our SMTP door had taken it, until a modal that listens knows it:
 * every part really listening, real time. The limit is how long the source took to send it.
 */
export async function measure(): Promise<Figure[]> {
  const demo = await startDemo({
    portBase: 43_000,
    clusterName: 'bench-waiting',
    censusFile: undefined,
    workHistoryFile: undefined,
    logLevel: 'error',
  });
  try {
    const waits: Wait[] = [];
    for (let place = 0; place < INVITATIONS; place += 1) waits.push(await invite(demo, `waiting-${place}`));
    const limit = percentile(
      waits.map(({ sent }) => sent),
      0.99,
    );
    const at = (share: number) =>
      percentile(
        waits.map(({ told }) => told),
        share,
      );
    const most = { max: MAX_SECONDS, unit: 's' };
    return [
      ceilingFigure('invitation taken to modal told, p50, s', at(0.5), limit, most),
      ceilingFigure('invitation taken to modal told, p99, s', at(0.99), limit, most),
    ];
  } finally {
    await demo.stop();
  }
}

/** In seconds. */
interface Wait {
  /** The source's own part: the form, and the mail to our door. */
  sent: number;
  /** From then on. */
  told: number;
}

async function invite(demo: Demo, originId: string): Promise<Wait> {
  const token = await createLinkToken(demo, originId);
  const modal = new ModalHands(demo.apiUrl, token);
  const { service_account } = await modal.consent();
  await using news = await listen(demo, token);
  await news.next();
  const startedAt = performance.now();
  const isKnown = (async () => {
    while ((await modal.view()).state === 'awaiting_invitation') await news.next();
    return performance.now();
  })();
  await new AdminHands(demo.sandboxUrl).addThirdParty(service_account.form);
  const sentAt = performance.now();
  return { sent: (sentAt - startedAt) / 1000, told: Math.max((await isKnown) - sentAt, 0) / 1000 };
}

async function createLinkToken(demo: Demo, originId: string): Promise<string> {
  const answer = await fetch(`${demo.apiUrl}/api/hris/v1/link-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ end_user_origin_id: originId, categories: ['hris'] }),
  });
  return ((await answer.json()) as { link_token: string }).link_token;
}

/** The news of a link session, as the modal hears them. */
async function listen(demo: Demo, token: string) {
  const stop = new AbortController();
  const { body } = await fetch(`${demo.apiUrl}/link/api/session/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: stop.signal,
  });
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async next(): Promise<void> {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) throw new Error('The stream of news ended.');
        if (value.includes('changed')) return;
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      stop.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}
