import { Type } from 'typebox';
import { notFound } from '../../lib/app-error.ts';
import { isUuid } from '../../lib/ids.ts';

export const IdParams = Type.Object({ id: Type.String() });

/** What is no uuid is nobody's id: the answer is the one for an unknown id. @throws AppError not_found */
export function uuidParam(request: { params: { id: string } }, what: string): string {
  if (!isUuid(request.params.id)) throw notFound(what);
  return request.params.id;
}
