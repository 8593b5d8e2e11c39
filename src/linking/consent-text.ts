import { createHash } from 'node:crypto';
import type { ConnectionMethod } from '../connectors/contract.ts';
import type { Scopes } from '../hris/scopes.ts';
import type { Language } from '../lib/language.ts';
import { toScopeWords, type ScopeWords } from './scope-words.ts';
import { wordsOf } from './words/index.ts';

/** What an admin agrees to, in the order in which it is read. */
export interface ConsentText {
  title: string;
  lead: string;
  sections: ConsentSection[];
  /** What the admin says by agreeing. */
  statement: string;
}

export interface ConsentSection {
  key: 'who' | 'what' | 'often' | 'never' | 'stop';
  title: string;
  text: string;
  /** What must not be overlooked. */
  emphasis: string | null;
  /** Told field by field. */
  groups: { title: string; fields: string }[];
}

/** All that the text depends on. */
export interface ConsentSubject {
  organization: string;
  employer: string;
  source: string;
  method: ConnectionMethod;
  scopes: Scopes;
  syncIntervalSeconds: number;
}

export function writeConsent(subject: ConsentSubject, language: Language): ConsentText {
  const { organization, employer, source, method } = subject;
  const words = wordsOf(language).consent;
  const every = writeInterval(subject.syncIntervalSeconds, language);
  const plain = { emphasis: null, groups: [] };
  return {
    title: words.title(organization, source),
    lead: words.lead(organization, employer, source),
    sections: [
      { key: 'who', title: words.who, text: words.whoText[method](organization, source), ...plain },
      { key: 'what', title: words.what, ...writeScopes(toScopeWords(subject.scopes, language), language) },
      { key: 'often', title: words.often, text: words.oftenText(organization, every), ...plain },
      { key: 'never', title: words.never, text: words.neverText(source), ...plain },
      { key: 'stop', title: words.stop, text: words.stopText[method](organization, source), ...plain },
    ],
    statement: words.statement(employer),
  };
}

function writeScopes(scopes: readonly ScopeWords[], language: Language) {
  const words = wordsOf(language).consent;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const sensitive = new Set(scopes.flatMap(({ sensitive_fields }) => sensitive_fields));
  return {
    text: words.whatText(list.format(scopes.map(({ title }) => title))),
    emphasis: sensitive.size === 0 ? null : words.sensitive(list.format(sensitive)),
    groups: scopes.map(({ title, fields }) => ({ title, fields: fields.join(', ') })),
  };
}

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** In the largest unit that it is a whole number of. */
function writeInterval(seconds: number, language: Language): string {
  const { every } = wordsOf(language).consent;
  if (seconds % DAY === 0) return every.days(seconds / DAY);
  if (seconds % HOUR === 0) return every.hours(seconds / HOUR);
  return every.minutes(Math.ceil(seconds / MINUTE));
}

/** Line by line as it stands on the page with everything unfolded. */
export function toPlainText({ title, lead, sections, statement }: ConsentText): string {
  const lines = sections.flatMap((section) => [
    section.title,
    section.text,
    ...(section.emphasis === null ? [] : [section.emphasis]),
    ...section.groups.flatMap((group) => [group.title, group.fields]),
  ]);
  return [title, lead, ...lines, statement].join('\n');
}

/** Names exactly what was shown, so that nobody agrees to what came after: the text's SHA-256 in base64url. */
export function toAgreement(text: ConsentText): string {
  return createHash('sha256').update(toPlainText(text)).digest('base64url');
}
