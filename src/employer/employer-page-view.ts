import type { ConnectionMethod } from '../connectors/contract.ts';
import type { Language } from '../lib/language.ts';
import type { Branding } from '../linking/branding.ts';
import type { AccountPermission } from '../linking/list-permissions.ts';
import type { ScopeWords } from '../linking/scope-words.ts';

/** `attention`: the source refuses us, and a person must link the account again. */
export type ConnectionState = 'connected' | 'paused' | 'attention' | 'not_linked' | 'disconnected';

/** What the employer's own page shows; the wire shape of `/employer/api/account`. Nothing secret is in it. */
export interface EmployerPageView {
  language: Language;
  organization: Branding;
  integration: { name: string; slug: string };
  /** As the source names it; else as the organization does. Null: neither does. */
  company_name: string | null;
  state: ConnectionState;
  connection_method: ConnectionMethod;
  linked_at: string | null;
  paused_at: string | null;
  disconnected_at: string | null;
  sync: {
    /** When the source was last read without a doubt. */
    fresh_as_of: string | null;
    last_run: { state: string; finished_at: string } | null;
    open_run: 'queued' | 'running' | null;
    next_at: string | null;
    interval_seconds: number;
    /** When this page may ask for a sync again; null: now. */
    may_ask_at: string | null;
    /** People whom the source has; null before the first sync. */
    people: number | null;
  };
  permissions: AccountPermission[];
  /** What is read, in words. */
  scopes: ScopeWords[];
  /** The last one; who gave it and the words are null where an earlier release has not kept them. */
  consent: { given_at: string; person_name: string | null; text: string | null } | null;
  data_quality: RecordCheck[];
  /** Our users at the source, which stay there until somebody removes them: the newest first, then one that it replaced. */
  service_accounts: { name: string; email: string }[];
  /** What must be typed before everything is erased. */
  erase_phrase: string;
}

/** What records lack, counted when they were last read. */
export interface RecordCheck {
  check: string;
  affected_count: number;
  /** How many the check is about; null: those are not counted. */
  total_count: number | null;
  /** Whether the page can list who it is. */
  names_people: boolean;
}
