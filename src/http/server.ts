import type { AppContext } from '../app-context.ts';
import { buildApp, type HttpOptions } from './app.ts';

export interface HttpServer {
  url: string;
  port: number;
  /** Takes no new connection, ends what is at work, then settles. */
  close(): Promise<void>;
}

export async function startHttpServer(context: AppContext, options: HttpOptions = {}): Promise<HttpServer> {
  const app = buildApp(context, options);
  const { host, port } = context.config.http;
  const url = await app.listen({ host, port });
  return { url, port: Number(new URL(url).port), close: () => app.close() };
}
