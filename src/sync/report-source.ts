import { openIssue, resolveIssues, resolveSourceNotices } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import type { SourceSummary, UnknownWord } from '../hris/snapshot.ts';
import { storeCheck } from './data-quality-store.ts';
import type { SyncRun } from './sync-run.ts';

const UNKNOWN_WORDS = 'unknown_words';
const MAX_WORDS = 50;

/** Opens an issue for whatever the reading tells a person, and closes what a reading of everything tells no more. */
export async function reportSource(trx: Trx, run: SyncRun, summary: SourceSummary): Promise<void> {
  const { notices = [], unknownWords } = summary;
  for (const { code, subject, description, details } of notices) {
    await openIssue(trx, run.scope, { code, subject, description, details, isSourceNotice: true });
  }
  if (unknownWords.length > 0) await openUnknownWords(trx, run, unknownWords);
  if (run.isTargeted) return;
  await resolveSourceNotices(trx, run.scope, notices);
  await storeCheck(trx, run, UNKNOWN_WORDS, { affected: countWords(unknownWords), total: null });
  if (unknownWords.length === 0) await resolveIssues(trx, run.scope, UNKNOWN_WORDS);
}

const countWords = (words: readonly UnknownWord[]): number =>
  words.reduce((sum, { count }) => sum + count, 0);

/** Fields, shapes and counts: whatever stands in a cell may be personal. */
async function openUnknownWords(trx: Trx, run: SyncRun, words: readonly UnknownWord[]): Promise<void> {
  await openIssue(trx, run.scope, {
    code: UNKNOWN_WORDS,
    description:
      'The source uses words that are not known here. Enum fields carry the word as it is; other fields are empty where it ' +
      'could not be read. The details say field, shape of the word and how often.',
    details: words.slice(0, MAX_WORDS).map(({ field, shape, count }) => `${field}: ${shape} (${count})`),
  });
}
