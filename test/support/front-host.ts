import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request } from 'undici';

export interface FrontHost extends AsyncDisposable {
  url: string;
  /** Paths that were asked for here. */
  asked: string[];
}

/**
 * Another host of the same site: answers with what stands behind it, or sends the visitor elsewhere.
 * @param redirect gives the address to go to instead, if any
 */
export async function startFrontHost(
  behind: () => string,
  redirect: (path: string) => string | undefined = () => undefined,
): Promise<FrontHost> {
  const asked: string[] = [];
  const server = createServer((incoming, answer) => {
    asked.push(incoming.url!.split('?', 1)[0]!);
    const target = redirect(incoming.url!);
    if (target !== undefined) answer.writeHead(302, { location: target }).end();
    else passOn(behind(), incoming, answer).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function passOn(behind: string, incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { cookie, 'content-type': type, 'x-csrf-token': token } = incoming.headers;
  const isRead = incoming.method === 'GET';
  const passed = await request(`${behind}${incoming.url!}`, {
    method: isRead ? 'GET' : 'POST',
    headers: { cookie, 'content-type': type, 'x-csrf-token': token },
    ...(isRead ? {} : { body: incoming }),
  });
  answer.writeHead(passed.statusCode, passed.headers);
  passed.body.pipe(answer);
}
