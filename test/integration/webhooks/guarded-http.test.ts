import { once } from 'node:events';
import { createServer, type AddressInfo, type LookupFunction, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedHttp, type GuardedHttp } from '../../../src/lib/guarded-http/index.ts';
import { readTextBody, type OutboundRequest } from '../../../src/lib/outbound-http.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const failing = (failure: string): unknown => expect.objectContaining({ name: 'OutboundHttpError', failure });

let receiver: Receiver;
let open: GuardedHttp;
let closed: GuardedHttp;

beforeAll(async () => {
  receiver = await startReceiver();
  open = createGuardedHttp({ allowedPrivateHosts: [receiver.host], userAgent: 'Muster-Test/1' });
  closed = createGuardedHttp({ allowedPrivateHosts: [], userAgent: 'Muster-Test/1' });
});

afterAll(async () => {
  await Promise.all([open.close(), closed.close()]);
  await receiver[Symbol.asyncDispose]();
});

const get = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url,
  timeoutMs: 10_000,
  ...more,
});

/** A server that speaks no HTTP by itself. */
async function withRawServer(
  onConnection: (socket: Socket) => void,
  work: (host: string, connectionCount: () => number) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`127.0.0.1:${(server.address() as AddressInfo).port}`, () => sockets.size);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe('an exchange', () => {
  it('carries method, headers, bytes and our user agent', async () => {
    receiver.answer('/echo?a=1', (response, request) =>
      response.writeHead(201, { 'x-a': '1' }).end(request.body),
    );
    const headers = { 'Content-Type': 'text/plain' };
    const answer = await open.request(
      get(`${receiver.origin}/echo?a=1`, { method: 'POST', body: 'Zoë', headers }),
    );
    expect(answer.status).toBe(201);
    expect(answer.headers['x-a']).toBe('1');
    expect(await readTextBody(answer, 100)).toBe('Zoë');
    expect(receiver.at('/echo?a=1')[0]!.headers).toMatchObject({
      'user-agent': 'Muster-Test/1',
      'content-type': 'text/plain',
    });
  });

  it('lets the caller name another user agent', async () => {
    const answer = await open.request(
      get(`${receiver.origin}/agent`, { headers: { 'User-Agent': 'Other/1' } }),
    );
    answer.body.destroy();
    expect(receiver.at('/agent')[0]!.headers['user-agent']).toBe('Other/1');
  });

  it('gives repeated headers as an array', async () => {
    receiver.answer('/cookies', (response) =>
      response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end(),
    );
    const answer = await open.request(get(`${receiver.origin}/cookies`));
    answer.body.destroy();
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  it('does not follow a redirect', async () => {
    receiver.answer('/from', (response) => response.writeHead(302, { location: '/to' }).end());
    const answer = await open.request(get(`${receiver.origin}/from`));
    answer.body.destroy();
    expect(answer.status).toBe(302);
    expect(receiver.at('/to')).toHaveLength(0);
  });

  it('does not decompress', async () => {
    const packed = gzipSync('x'.repeat(1_000_000));
    receiver.answer('/gzip', (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    );
    const answer = await open.request(get(`${receiver.origin}/gzip`));
    const chunks = await answer.body.toArray();
    expect(Buffer.concat(chunks as Buffer[]).equals(packed)).toBe(true);
  });

  it('ends the connection when the body is destroyed', async () => {
    let whenClosed: Promise<unknown> | undefined;
    receiver.answer('/endless', (response) => {
      whenClosed = once(response, 'close');
      const write = (): void =>
        void (response.write(Buffer.alloc(65_536)) ? setImmediate(write) : response.once('drain', write));
      write();
    });
    const answer = await open.request(get(`${receiver.origin}/endless`));
    await once(answer.body, 'readable');
    answer.body.destroy();
    await whenClosed;
  });
});

describe('a failure', () => {
  it('timeout: no answer comes', async () => {
    receiver.answer('/hang', () => undefined);
    await expect(open.request(get(`${receiver.origin}/hang`, { timeoutMs: 50 }))).rejects.toEqual(
      failing('timeout'),
    );
  });

  it('timeout: the answer never ends', async () => {
    receiver.answer('/drip', (response) => void response.writeHead(200).write('x'));
    const answer = await open.request(get(`${receiver.origin}/drip`, { timeoutMs: 300 }));
    await expect(readTextBody(answer, 100)).rejects.toEqual(failing('timeout'));
  });

  it('aborted: the caller gives up, before and during', async () => {
    const abort = new AbortController();
    receiver.answer('/wait', () => abort.abort());
    const request = get(`${receiver.origin}/wait`, { signal: abort.signal });
    await expect(open.request(request)).rejects.toEqual(failing('aborted'));
    await expect(open.request(request)).rejects.toEqual(failing('aborted'));
    expect(receiver.at('/wait')).toHaveLength(1);
  });

  it('aborted: the gateway is closed', async () => {
    const gateway = createGuardedHttp({ allowedPrivateHosts: [receiver.host], userAgent: 'x' });
    receiver.answer('/closing', () => void gateway.close());
    await expect(gateway.request(get(`${receiver.origin}/closing`))).rejects.toEqual(failing('aborted'));
  });

  it('reset: the connection ends before the answer', async () => {
    await withRawServer(
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      async (host) => {
        const gateway = createGuardedHttp({ allowedPrivateHosts: [host], userAgent: 'x' });
        await expect(gateway.request(get(`http://${host}/`))).rejects.toEqual(failing('reset'));
        await gateway.close();
      },
    );
  });

  it('reset: the body is shorter than promised', async () => {
    await withRawServer(
      (socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort')),
      async (host) => {
        const gateway = createGuardedHttp({ allowedPrivateHosts: [host], userAgent: 'x' });
        const answer = await gateway.request(get(`http://${host}/`));
        await expect(readTextBody(answer, 1000)).rejects.toEqual(failing('reset'));
        await gateway.close();
      },
    );
  });

  it('reset: a chunked body stops in the middle', async () => {
    const half = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n';
    await withRawServer(
      (socket) => socket.once('data', () => socket.end(half)),
      async (host) => {
        const gateway = createGuardedHttp({ allowedPrivateHosts: [host], userAgent: 'x' });
        const answer = await gateway.request(get(`http://${host}/`));
        await expect(readTextBody(answer, 1000)).rejects.toEqual(failing('reset'));
        await gateway.close();
      },
    );
  });

  it('tls: the other side does not speak it', async () => {
    await withRawServer(
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      async (host) => {
        const gateway = createGuardedHttp({ allowedPrivateHosts: [host], userAgent: 'x' });
        await expect(gateway.request(get(`https://${host}/`))).rejects.toEqual(failing('tls'));
        await gateway.close();
      },
    );
  });

  it('connect: nobody listens', async () => {
    let freed = '';
    await withRawServer(
      () => undefined,
      (host) => Promise.resolve(void (freed = host)),
    );
    const gateway = createGuardedHttp({ allowedPrivateHosts: [freed], userAgent: 'x' });
    await expect(gateway.request(get(`http://${freed}/`))).rejects.toEqual(failing('connect'));
    await gateway.close();
  });

  it('dns: the name does not exist', async () => {
    const lookup: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '');
    const gateway = createGuardedHttp({ allowedPrivateHosts: [], userAgent: 'x', lookup });
    await expect(gateway.request(get('https://gone.example.com/'))).rejects.toEqual(failing('dns'));
    await gateway.close();
  });

  it('other: what is no URL to call', async () => {
    for (const url of ['', '/a', 'ftp://example.com', 'file:///etc/passwd', 'https://user:pw@example.com/']) {
      await expect(closed.request(get(url))).rejects.toEqual(failing('other'));
    }
  });

  it('other: a header that would smuggle another', async () => {
    const request = get(`${receiver.origin}/smuggle`, { headers: { 'x-a': '1\r\nx-b: 2' } });
    await expect(open.request(request)).rejects.toEqual(failing('other'));
    expect(receiver.at('/smuggle')).toHaveLength(0);
  });

  it('says nothing of the URL in its message', async () => {
    receiver.answer('/token-1234', () => undefined);
    const error: unknown = await open
      .request(get(`${receiver.origin}/token-1234`, { timeoutMs: 50 }))
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('took too long');
    expect(String(error)).not.toContain('token-1234');
  });
});

describe('the address check', () => {
  /** Answers every name with these, so that a gateway without the check would reach the listener. */
  const resolveTo =
    (...addresses: { address: string; family: number }[]): LookupFunction =>
    (_, options, callback) =>
      options.all ? callback(null, addresses) : callback(null, addresses[0]!.address, addresses[0]!.family);

  it('opens no connection to any spelling of the loopback, over https or http', async () => {
    await withRawServer(
      () => undefined,
      async (host, connectionCount) => {
        const port = host.split(':')[1]!;
        const lookup = resolveTo({ address: '127.0.0.1', family: 4 });
        const guarded = createGuardedHttp({ allowedPrivateHosts: [], userAgent: 'x', lookup });
        const hosts = [
          '127.0.0.1',
          '127.1',
          '0x7f.1',
          '2130706433',
          '017700000001',
          'localhost',
          'localhost.',
          'app.127.0.0.1.nip.io',
          '0.0.0.0',
        ];
        const v6 = ['[::1]', '[::ffff:127.0.0.1]', '[::ffff:0:7f00:1]', '[::127.0.0.1]', '[::]'];
        for (const name of [...hosts, ...v6]) {
          for (const scheme of ['http', 'https']) {
            await expect(guarded.request(get(`${scheme}://${name}:${port}/`)), name).rejects.toEqual(
              failing('refused_address'),
            );
          }
        }
        expect(connectionCount()).toBe(0);
        // The listener does count: the same address, allowed by name.
        const gateway = createGuardedHttp({ allowedPrivateHosts: [host], userAgent: 'x' });
        await expect(gateway.request(get(`http://${host}/`, { timeoutMs: 200 }))).rejects.toEqual(
          failing('timeout'),
        );
        expect(connectionCount()).toBe(1);
        await Promise.all([guarded.close(), gateway.close()]);
      },
    );
  });

  it.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[fd00:ec2::254]/',
    'http://8.8.8.8/',
    'http://8.8.8.8:8080/',
    'https://8.8.8.8:25/',
    'https://8.8.8.8:5432/',
    'https://8.8.8.8:6379/',
  ])('refuses %s', async (url) => {
    await expect(closed.request(get(url, { timeoutMs: 500 }))).rejects.toEqual(failing('refused_address'));
  });

  it('refuses a name that was public before and is private when the connection is made', async () => {
    await withRawServer(
      () => undefined,
      async (host, connectionCount) => {
        const answers = ['93.184.215.14', '127.0.0.1'];
        const lookup: LookupFunction = (name, options, callback) =>
          resolveTo({ address: answers.shift()!, family: 4 })(name, options, callback);
        const before = await new Promise((resolve) =>
          lookup('rebind.example', {}, (_, address) => resolve(address)),
        );
        expect(before).toBe('93.184.215.14');
        const gateway = createGuardedHttp({ allowedPrivateHosts: [], userAgent: 'x', lookup });
        const url = `https://rebind.example:${host.split(':')[1]!}/`;
        await expect(gateway.request(get(url))).rejects.toEqual(failing('refused_address'));
        expect(answers).toEqual([]);
        expect(connectionCount()).toBe(0);
        await gateway.close();
      },
    );
  });

  it('connects to the very answer that it checked: the name is resolved once', async () => {
    let lookups = 0;
    const lookup: LookupFunction = (name, options, callback) => {
      lookups += 1;
      const address = lookups === 1 ? '100.64.0.1' : '127.0.0.1';
      resolveTo({ address, family: 4 })(name, options, callback);
    };
    const gateway = createGuardedHttp({ allowedPrivateHosts: [], userAgent: 'x', lookup });
    await expect(gateway.request(get('https://once.example/'))).rejects.toEqual(failing('refused_address'));
    expect(lookups).toBe(1);
    await gateway.close();
  });

  it('frees one host and port by name, and no other', async () => {
    const [, port] = receiver.host.split(':');
    const gateway = createGuardedHttp({
      allowedPrivateHosts: [`Partner.Test:${port!}`],
      userAgent: 'x',
      lookup: resolveTo({ address: '127.0.0.1', family: 4 }),
    });
    const answer = await gateway.request(get(`http://partner.test:${port!}/named`));
    answer.body.destroy();
    expect(answer.status).toBe(204);
    for (const url of [
      `http://other.test:${port!}/`,
      'http://partner.test:4100/',
      `http://${receiver.host}/`,
    ]) {
      await expect(gateway.request(get(url))).rejects.toEqual(failing('refused_address'));
    }
    await gateway.close();
  });
});
