/** What an HR admin is spoken to in. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where nobody has chosen; also the language of operators: issues, logs, events and the API's messages. */
export const DEFAULT_LANGUAGE: Language = 'en';
