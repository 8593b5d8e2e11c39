import type { Branding } from './branding.ts';
import type { CapabilityTexts } from './capability-texts.ts';
import type { SessionConsent } from './consent-of-session.ts';
import type { ConnectionMethod, PeopleCount } from '../connectors/contract.ts';
import type { Language } from '../lib/language.ts';
import type { WaitingView } from './waiting-view.ts';
import type { LinkSessionState } from './link-session-states.ts';

/** What the modal sees of its link session; the wire shape of `/link/api/session`. Nothing secret is in it. */
export interface SessionView extends WaitingView {
  state: LinkSessionState;
  state_entered_at: string;
  /** What the words here are in, and the modal's own shall be. */
  language: Language;
  organization: Branding;
  employer_name: string;
  integration: { name: string; slug: string };
  service_account: {
    first_name: string;
    last_name: string;
    email: string;
    form: { label: string; value: string; is_copyable: boolean }[];
  };
  permissions: PermissionView[];
  /** What is asked for, while it is; its `agreement` is given back with the consent. */
  consent: SessionConsent | null;
  /** Why the session failed or waits, and what to do, in words for an HR admin. */
  problem: { code: string; message: string; fix: string } | null;
  /** The first sync, once linked. */
  sync: {
    state: string;
    phase: 'queued' | 'reading' | 'applying' | 'ended';
    /** People read so far; in the end those of the roster. Null while unknown. */
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
  /** The company that was met, while it waits to be confirmed. */
  company: {
    id: string;
    name: string;
    people_count: number | null;
    /** A directory lists some of the people only; null where none were counted. */
    people_counted_in: PeopleCount['countedIn'] | null;
  } | null;
  /** What may still be tried by a log-in; null for the other ways in. */
  log_in: { attempts_left: number; closed_until: string | null } | null;
  /** False in a relink whose consent was given before: it goes on without another. */
  is_consent_needed: boolean;
  /** What happened to an account that was linked before; null for a new one. `reason` is null where nothing is known. */
  relink: { reason: string | null; since: string | null; lost_permissions: string[] } | null;
}

export interface PermissionView extends CapabilityTexts {
  state: 'granted' | 'missing' | 'unknown';
  checked_at: string | null;
}
