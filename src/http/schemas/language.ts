import { Type } from 'typebox';
import { LANGUAGES, type Language as LanguageCode } from '../../lib/language.ts';

export const Language = (description: string) =>
  Type.Unsafe<LanguageCode>({ type: 'string', enum: LANGUAGES, description });
