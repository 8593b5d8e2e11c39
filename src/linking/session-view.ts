import type { CapabilityTexts } from './capability-texts.ts';
import type { ConnectionMethod } from '../connectors/contract.ts';
import type { ScopeWords } from './scope-words.ts';
import type { LinkSessionState } from './link-session-states.ts';

/** What the modal sees of its link session; the wire shape of `/link/api/session`. Nothing secret is in it. */
export interface SessionView {
  state: LinkSessionState;
  state_entered_at: string;
  organization: {
    name: string;
    support_contact: string | null;
    logo_url: string | null;
    /** `#rrggbb` */
    color: string | null;
  };
  employer_name: string;
  integration: { name: string; slug: string };
  service_account: {
    first_name: string;
    last_name: string;
    email: string;
    form: { label: string; value: string; is_copyable: boolean }[];
  };
  permissions: PermissionView[];
  /** What will be read, as the session asks for it. */
  scopes: ScopeWords[];
  /** Stands for exactly these scopes; given back with the consent. */
  agreement: string;
  /** Why the session failed or waits, and what to do, in words for an HR admin. */
  problem: { code: string; message: string; fix: string } | null;
  /** The first sync, once linked. */
  sync: {
    state: string;
    employees: number | null;
    started_at: string | null;
    finished_at: string | null;
  } | null;
  /** The company as Justworks names it, once known. */
  company_name: string | null;
  /** The way in that this session takes, and all that may be chosen. */
  method: ConnectionMethod;
  methods: ConnectionMethod[];
  /** Companies of the log-in, while one of them is to be chosen. */
  companies: { id: string; name: string }[];
}

export interface PermissionView extends CapabilityTexts {
  state: 'granted' | 'missing' | 'unknown';
  checked_at: string | null;
}
