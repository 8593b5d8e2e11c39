import { connect, type Socket } from 'node:net';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { describe, expect, test } from 'vitest';
import { startSmtpDoor } from '../../../src/linking/inbound-mail/smtp-door.ts';
import { createLocalPart } from '../../../src/linking/service-email.ts';
import { LinkingWorld, MAIL_DOMAIN } from './linking-world.ts';

/** An SMTP client that sends what it is told, also nonsense. */
class RawClient implements Disposable {
  readonly #socket: Socket;
  #received = '';
  #isClosed = false;
  #waiting: (() => void) | undefined;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (chunk) => this.#take(chunk.toString()));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#isClosed = true;
      this.#take('');
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  /** The next whole reply; an empty one when the connection has ended. */
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(this.#received);
      if (match) {
        this.#received = this.#received.slice(match[0].length);
        return match[0].trim();
      }
      if (this.#isClosed) return '';
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
  }

  async say(text: string): Promise<string> {
    this.write(`${text}\r\n`);
    return await this.reply();
  }

  async greet(): Promise<string> {
    await this.reply();
    return await this.say('EHLO client.example');
  }

  #take(text: string): void {
    this.#received += text;
    this.#waiting?.();
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

async function greeted(world: LinkingWorld): Promise<RawClient> {
  const client = new RawClient(world.door!.port);
  await client.greet();
  await client.say('MAIL FROM:<a@source.example>');
  return client;
}

describe('the SMTP door', () => {
  test('refuses an unknown, a closed and a foreign address alike, before any data', async () => {
    await using world = await LinkingWorld.create();
    const closed = await world.start();
    await world.db.updateTable('service_emails').set({ accepts_mail_until: world.clock.now() }).execute();
    const replies: string[] = [];
    for (const address of [
      `${createLocalPart()}@${MAIL_DOMAIN}`,
      closed.email,
      `postmaster@${MAIL_DOMAIN}`,
    ]) {
      using client = await greeted(world);
      replies.push(await client.say(`RCPT TO:<${address}>`));
      expect(await client.say('DATA')).toMatch(/^503/);
    }
    expect(new Set(replies)).toEqual(new Set(['550 No such recipient']));
    expect(await world.messages()).toEqual([]);
  });

  test('takes an address in whatever capitals', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    using client = await greeted(world);
    expect(await client.say(`RCPT TO:<${session.email.toUpperCase()}>`)).toMatch(/^250/);
  });

  test('looks no address up any more for a client that guesses', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    using client = await greeted(world);
    for (let guess = 0; guess < 3; guess += 1) {
      expect(await client.say(`RCPT TO:<${createLocalPart()}@${MAIL_DOMAIN}>`)).toMatch(/^550/);
    }
    expect(await client.say(`RCPT TO:<${session.email}>`)).toMatch(/^452/);
  });

  test('takes no more recipients than it is set to', async () => {
    await using world = await LinkingWorld.create();
    using client = await greeted(world);
    const codes: string[] = [];
    for (const origin of ['a', 'b', 'c', 'd']) {
      const { email } = await world.start({ endUserOriginId: origin });
      codes.push((await client.say(`RCPT TO:<${email}>`)).slice(0, 3));
    }
    expect(codes).toEqual(['250', '250', '250', '452']);
  });

  test('refuses a message that is too large, whatever size was announced', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    using client = new RawClient(world.door!.port);
    await client.greet();
    expect(await client.say('MAIL FROM:<a@source.example> SIZE=9000000')).toMatch(/^552/);
    await client.say('MAIL FROM:<a@source.example> SIZE=100');
    await client.say(`RCPT TO:<${session.email}>`);
    await client.say('DATA');
    const line = `${'x'.repeat(998)}\r\n`;
    client.write(`Subject: large\r\n\r\n${line.repeat(400)}`);
    expect(await client.say('.')).toMatch(/^552/);
    expect(await world.messages()).toEqual([]);
    expect(await world.waitingJobs()).toEqual([]);
  });

  test('keeps one message whatever ends of data are smuggled into it', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    using client = await greeted(world);
    await client.say(`RCPT TO:<${session.email}>`);
    await client.say('DATA');
    client.write('Subject: x\r\n\r\nbody\n.\r\nMAIL FROM:<evil@evil.example>\r\nmore\r.\rx\n.\nend\r\n');
    expect(await client.say('.')).toMatch(/^250/);
    expect(await world.messages()).toHaveLength(1);
  });

  test('offers neither sign-in nor the public certificate of its library', async () => {
    await using world = await LinkingWorld.create();
    using client = new RawClient(world.door!.port);
    const features = await client.greet();
    expect(features).toMatch(/SIZE 200000/);
    expect(features).not.toMatch(/AUTH|STARTTLS/);
    expect(await client.say('AUTH PLAIN AGEAYg==')).toMatch(/^50[02]/);
    expect(await client.say('STARTTLS')).toMatch(/^50[02]/);
  });

  test('offers STARTTLS with a certificate of its operator', async () => {
    await using world = await LinkingWorld.create();
    await world.door!.close();
    // The library's own pair serves as any other would.
    const certificate = tlsOptions({}) as { key: string; cert: string };
    world.door = await startSmtpDoor(world.deps, { key: certificate.key, cert: certificate.cert });
    using client = new RawClient(world.door.port);
    expect(await client.greet()).toMatch(/STARTTLS/);
    expect(await client.say('STARTTLS')).toMatch(/^220/);
  });

  test('answers "later" while the database is away, and keeps the message when it is back', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    const broken = new Proxy(world.db, {
      get(target, name) {
        if (name === 'transaction') throw new Error('connection refused at 10.0.0.1 for user secret');
        return Reflect.get(target, name, target) as unknown;
      },
    });
    await world.door!.close();
    world.door = await startSmtpDoor({ ...world.deps, db: broken });
    const raw = 'From: <a@source.example>\r\n\r\nHello\r\n';
    await expect(world.deliver(session.email, raw)).rejects.toMatchObject({
      responseCode: 451,
      response: '451 Try again later',
    });
    expect(JSON.stringify(world.logged)).not.toContain('secret');

    await world.door.close();
    world.door = await startSmtpDoor(world.deps);
    await world.deliver(session.email, raw);
    expect(await world.messages()).toMatchObject([
      { state: 'received', envelope_sender: 'bounce@source.example' },
    ]);
  });

  test('keeps a message for each of its recipients, sealed for each', async () => {
    await using world = await LinkingWorld.create();
    const first = await world.start({ endUserOriginId: 'a' });
    const second = await world.start({ endUserOriginId: 'b' });
    await world.deliver([first.email, second.email], 'Subject: canary\r\n\r\nHello\r\n');
    const messages = await world.messages();
    expect(new Set(messages.map((message) => message.linked_account_id)).size).toBe(2);
    for (const message of messages) expect(message.sealed_message!.includes('canary')).toBe(false);
    expect(await world.waitingJobs()).toEqual(['find_invitation', 'find_invitation']);
  });

  test('ends a session at its deadline, however busy the client keeps it', async () => {
    await using world = await LinkingWorld.create();
    await world.door!.close();
    const smtp = { ...world.deps.config.smtp, maxSessionSeconds: 0.5 };
    world.door = await startSmtpDoor({ ...world.deps, config: { ...world.deps.config, smtp } });
    const { email } = await world.start();
    using client = await greeted(world);
    await client.say(`RCPT TO:<${email}>`);
    await client.say('DATA');
    const trickle = setInterval(() => client.write('x'), 20);
    const reply = await client.reply();
    clearInterval(trickle);
    expect(reply).toMatch(/^421/);
  });

  test('turns clients away beyond its places', async () => {
    await using world = await LinkingWorld.create();
    const clients = Array.from({ length: 20 }, () => new RawClient(world.door!.port));
    try {
      await Promise.all(clients.map((client) => client.greet()));
      using late = new RawClient(world.door!.port);
      expect(await late.reply()).toMatch(/^421/);
    } finally {
      for (const client of clients) client[Symbol.dispose]();
    }
  });
});
