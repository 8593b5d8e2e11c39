import type { FastifyRequest } from 'fastify';

/** A form field as text; '' when it is absent or sent more than once. */
export function formField(request: FastifyRequest, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
