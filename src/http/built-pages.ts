import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic, { type SendOptions } from '@fastify/static';
import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import { AppError } from '../lib/app-error.ts';
import type { RouteApp } from './route-app.ts';

/** As the build names them, each with a hash of its contents; no way up and no hidden file. */
const ASSET_NAME = /^\w[\w-]*(\.[\w-]+)+$/;
const YEAR_MS = 365 * 24 * 3_600_000;

/** Scripts and styles of our own only; data: is not even needed for images, because the build inlines none. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The policy of a built page. @param logoOrigin null: it shows no logo. */
export function toContentPolicy(logoOrigin: string | null, frameAncestors: readonly string[]): string {
  const images = logoOrigin === null ? "'self'" : `'self' ${logoOrigin}`;
  return `${CONTENT_POLICY}; img-src ${images}; frame-ancestors ${frameAncestors.join(' ')}`;
}

/** Lets the routes of this scope send files of the built folder. */
export function addBuiltFiles(app: RouteApp, folder: string): void {
  void app.register(fastifyStatic, {
    root: folder,
    serve: false,
    globIgnore: ['**'],
    preCompressed: true,
    // By its ending a file of types would be a film.
    setHeaders: (reply, file) => void (file.endsWith('.ts') && reply.type('text/plain; charset=utf-8')),
  });
}

/** `GET <prefix>/assets/*` */
export function addAssets(app: RouteApp, prefix: string, folder: string, subfolder: string): void {
  app.get(
    `${prefix}/assets/*`,
    { config: { access: 'public' }, schema: { hide: true, params: Type.Object({ '*': Type.String() }) } },
    (request, reply) => {
      const name = request.params['*'];
      if (!ASSET_NAME.test(name)) return reply.callNotFound();
      void reply.removeHeader('Cache-Control');
      return sendBuilt(reply, folder, path.join(subfolder, name), { maxAge: YEAR_MS, immutable: true });
    },
  );
}

/** @throws AppError unavailable `modal_not_built` */
export function sendBuilt(
  reply: FastifyReply,
  folder: string,
  file: string,
  how: SendOptions = { cacheControl: false },
): FastifyReply {
  if (!existsSync(path.join(folder, 'index.html'))) {
    throw new AppError(
      'unavailable',
      'modal_not_built',
      'The modal has not been built here. Run `npm run build:modal`.',
    );
  }
  return reply.sendFile(file, how);
}
