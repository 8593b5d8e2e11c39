import type { ConnectorContext, RemoteGrant } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import type {
  Passthrough,
  PassthroughAnswer,
  PassthroughPlace,
  PassthroughRequest,
} from '../../passthrough.ts';
import { isOnList } from '../web/allow-list.ts';
import type { ApiDescription } from './api-schema.ts';
import { exchangeJson, type ApiAnswer } from './exchange.ts';

const SUBJECT = 'passthrough';

/** What a partner may ask of the Partner API as it is. Tax ids and whatever writes are not on it. */
function listPlaces({ paths }: ApiDescription): PassthroughPlace[] {
  const place = (path: string, ...shows: PassthroughPlace['shows']): PassthroughPlace => ({
    pattern: path.replace('{id}', '*'),
    shows,
  });
  const people = ['employee', 'employment', 'location', 'group', 'team'] as const;
  const pay = ['employee_payroll_run', 'payroll_run', 'pay_group', 'employee'] as const;
  return [
    place(paths.company, 'company', 'location', 'group', 'team'),
    place(paths.customFields, 'employee'),
    place(paths.members, ...people),
    place(`${paths.members}/*`, ...people),
    place(paths.customFieldValues, 'employee'),
    place(paths.payrolls, 'payroll_run'),
    place(paths.paystubs, ...pay),
    place(paths.paystub, ...pay),
    place(paths.timeOffPolicies, 'time_off', 'time_off_balance'),
    place(paths.timeOffRequests, 'time_off', 'employee'),
    place(paths.timeOffBalanceReport, 'time_off_balance', 'employee'),
  ];
}

export function createPassthrough(description: ApiDescription): Passthrough {
  const places = listPlaces(description);
  const findPlace = (pathname: string) =>
    places.find(({ pattern }) => isOnList([`GET ${pattern}`], 'GET', pathname));

  async function send(
    context: ConnectorContext,
    token: string,
    { path, headers, maxAnswerBytes }: PassthroughRequest,
  ): Promise<ApiAnswer> {
    const url = new URL(path, description.apiOrigin);
    return await exchangeJson(description, context, {
      method: 'GET',
      url,
      subject: SUBJECT,
      headers: { ...headers, authorization: `Bearer ${token}` },
      allowed: places.map(({ pattern }) => `GET ${pattern}`),
      maxAnswerBytes,
    });
  }

  return {
    findPlace,
    async get(context, grant, request) {
      const token = await grant.accessToken();
      const first = await send(context, token, request);
      const answer = first.status === 401 ? await sendWithNewToken(context, grant, token, request) : first;
      return toAnswer(answer);
    },
  };

  async function sendWithNewToken(
    context: ConnectorContext,
    grant: RemoteGrant,
    refused: string,
    request: PassthroughRequest,
  ): Promise<ApiAnswer> {
    const answer = await send(context, await grant.replaceToken(refused), request);
    if (answer.status !== 401) return answer;
    throw new ConnectorError('grant_ended', 'The source refuses a new token as well.', { subject: SUBJECT });
  }
}

function toAnswer({ status, json, headers }: ApiAnswer): PassthroughAnswer {
  const named = Object.entries(headers).filter(([, value]) => value !== undefined);
  return {
    status,
    json,
    headers: Object.fromEntries(named.map(([name, value]) => [name, [value].flat().join(', ')])),
  };
}
