import type { EmployerPageView } from '../../employer/employer-page-view.ts';
import type { Language } from '../../lib/language.ts';
import { createCall } from '../modal/link-api.ts';

/** As `POST /employer/api/erase` answers it. */
export interface Receipt {
  id: string;
  linked_account_id: string;
  requested_at: string;
  erased_at: string | null;
  access_ended_at: string | null;
  counts: Record<string, number>;
}

export interface PeoplePage {
  next: string | null;
  results: { id: string; name: string | null; work_id: string | null }[];
}

/** Null: as the link says. */
type Spoken = Language | null;

export interface EmployerApi {
  view(language: Spoken): Promise<EmployerPageView>;
  change(what: 'pause' | 'resume' | 'disconnect', language: Spoken): Promise<EmployerPageView>;
  sync(): Promise<unknown>;
  people(check: string, cursor: string | null): Promise<PeoplePage>;
  erase(companyName: string): Promise<Receipt>;
  receipt(): Promise<Receipt>;
}

/** Every method throws LinkRefused or RequestFailed. */
export function createEmployerApi(token: string, request: typeof fetch): EmployerApi {
  const call = createCall(token, '/employer/api', request);
  const spoken = (language: Spoken): string => (language === null ? '' : `?language=${language}`);
  return {
    view: (language) => call('GET', `/account${spoken(language)}`),
    change: (what, language) => call('POST', `/${what}${spoken(language)}`),
    sync: () => call('POST', '/sync'),
    people: (check, cursor) =>
      call('GET', `/data-quality/${check}/people?${toQuery({ page_size: '50', cursor })}`),
    erase: (companyName) => call('POST', '/erase', { company_name: companyName }),
    receipt: () => call('GET', '/receipt'),
  };
}

function toQuery(values: Record<string, string | null>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(given).toString();
}
