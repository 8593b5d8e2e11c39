/** What is told while a part of the film is seen. */
export interface Words {
  en: string;
  de: string;
}

export interface Cue extends Words {
  /** Seconds from the beginning of the film. */
  from: number;
  to: number;
}

const CHARACTERS_PER_SECOND = 19;
const SHORTEST_SECONDS = 2;

/** How long a person needs for it, in the longer language. */
export function readingSeconds({ en, de }: Words): number {
  return Math.max(SHORTEST_SECONDS, Math.max(en.length, de.length) / CHARACTERS_PER_SECOND);
}

/** A WebVTT file. */
export function toWebVtt(cues: readonly Cue[], language: keyof Words): string {
  const blocks = cues.map((cue) => `${toTimestamp(cue.from)} --> ${toTimestamp(cue.to)}\n${cue[language]}\n`);
  return ['WEBVTT\n', ...blocks].join('\n');
}

function toTimestamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  return new Date(milliseconds).toISOString().slice('1970-01-01T'.length, -1);
}
