export interface JournalEntry {
  at: string;
  method: string;
  path: string;
  /** Without the question mark; empty for report files, whose query is a signature. */
  query: string;
}

const KEPT_ENTRIES = 10_000;

/** Every request made to the pages of the site, oldest first. */
export class Journal {
  private entries: JournalEntry[] = [];

  append(method: string, url: string, now: Date): void {
    const [path = '', query = ''] = url.split('?', 2);
    const isSigned = path.startsWith('/report-files/');
    this.entries.push({ at: now.toISOString(), method, path, query: isSigned ? '' : query });
    if (this.entries.length > KEPT_ENTRIES) this.entries.shift();
  }

  list(): readonly JournalEntry[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }
}
