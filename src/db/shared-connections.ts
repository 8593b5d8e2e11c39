import { Socket } from 'node:net';
import pg from 'pg';
import { toPgQuery, type KeptQuery } from './kept-query.ts';

/** Two, so that one of the server's processes is never all that the reads of a process get. */
const CONNECTIONS = 2;

/**
 * Connections beside a pool's on which many short reads are under way at once. All that are asked for in one turn of the
 * event loop go out in one write, which costs under load as much as everything else of such a read; a connection of the
 * pool carries one at a time. Each read is its own transaction, and waits for those before it: only for what an index finds,
 * a page of it at most.
 */
export class SharedConnections {
  readonly #lines: Line[];

  constructor(pool: pg.Pool) {
    this.#lines = Array.from({ length: CONNECTIONS }, () => new Line(pool));
  }

  /** Fails as a pool's query does; the next one connects anew. */
  query(query: KeptQuery): Promise<pg.QueryResult> {
    const [first, ...others] = this.#lines;
    const line = others.reduce((least, other) => (other.waiting < least.waiting ? other : least), first!);
    return line.query(query);
  }

  /** Once what is under way is answered. */
  async end(): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.end()));
  }
}

/** One connection, opened by its first query. */
class Line {
  waiting = 0;
  readonly #pool: pg.Pool;
  #open: { client: pg.Client; socket: Socket } | undefined;
  #isGathering = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  query(query: KeptQuery): Promise<pg.QueryResult> {
    const { client, socket } = (this.#open ??= this.#connect());
    this.#gather(socket);
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const settle = (error: Error | undefined, result: pg.QueryResult): void => {
        this.waiting -= 1;
        if (error) reject(error);
        else resolve(result);
      };
      client.query(toPgQuery(query, settle));
    });
  }

  async end(): Promise<void> {
    await this.#open?.client.end();
  }

  /** What is written in this turn goes out at its end. */
  #gather(socket: Socket): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    socket.cork();
    setImmediate(() => {
      this.#isGathering = false;
      socket.uncork();
    });
  }

  #connect(): { client: pg.Client; socket: Socket } {
    const socket = new Socket();
    const client = new pg.Client({ ...this.#pool.options, pipeline: true, stream: () => socket });
    const drop = (): void => {
      if (this.#open?.client === client) this.#open = undefined;
    };
    client.on('error', (error) => {
      drop();
      this.#pool.emit('error', error, client);
    });
    client.on('end', drop);
    // Queries wait for the connection, and fail with it.
    client.connect().catch(drop);
    return { client, socket };
  }
}
