import fastify from 'fastify';

/** What a product sees of Muster, as the test says it. */
export interface ScriptedMuster extends AsyncDisposable {
  url: string;
  account: { status: string; data_fresh_as_of: string | null; next_sync_at: string | null };
  issues: { code: string; error_description: string }[];
  run: { state: string; counts: Record<string, object> | null; error_code: string | null };
  employees: Record<string, unknown>[];
  /** `METHOD path` of each call, in their order. */
  calls: string[];
}

const TOKEN = 'link-token-of-the-test';
/** Stands in for the modal: links at once, and shows where it was opened. */
const LINK_SCRIPT = `window.MusterLink = { open({ linkToken, onSuccess, onExit }) {
  const frame = document.createElement('iframe');
  frame.title = linkToken;
  document.body.append(frame);
  setTimeout(() => { onSuccess('public-token'); frame.remove(); onExit(); }, 50);
} };`;

/** The calls of Muster's API that a product makes, answered from the fields of the returned object. */
export async function startScriptedMuster(): Promise<ScriptedMuster> {
  const app = fastify();
  const muster: ScriptedMuster = {
    url: '',
    account: { status: 'COMPLETE', data_fresh_as_of: '2026-11-22T12:00:00Z', next_sync_at: null },
    issues: [],
    run: { state: 'unchanged', counts: null, error_code: null },
    employees: [],
    calls: [],
    [Symbol.asyncDispose]: () => app.close(),
  };
  app.addHook('onRequest', (request, _reply, done) => {
    muster.calls.push(`${request.method} ${request.url.split('?')[0]}`);
    done();
  });
  const account = '/api/v1/linked-accounts/account-1';
  app.get('/link/muster-link.js', (_request, reply) => reply.type('text/javascript').send(LINK_SCRIPT));
  app.post('/api/hris/v1/link-token', () => ({ link_token: TOKEN }));
  app.get('/api/hris/v1/account-token/public-token', () => ({ account_token: 'secret', id: 'account-1' }));
  app.get('/api/hris/v1/employees', () => ({ next: null, results: muster.employees }));
  app.get(account, () => muster.account);
  app.get(`${account}/issues`, () => ({ results: muster.issues }));
  app.get(`${account}/sync-runs/run-1`, () => muster.run);
  app.post(`${account}/sync`, () => ({ id: 'run-1' }));
  app.post(`${account}/disconnect`, () => {
    muster.account.status = 'INCOMPLETE';
    return {};
  });
  app.post(`${account}/employer-link`, () => ({ url: `${muster.url}/employer#token=for-the-admin` }));
  app.get('/employer', (_request, reply) => reply.type('text/html').send('<h1>Your connection</h1>'));
  muster.url = await app.listen({ host: '127.0.0.1', port: 0 });
  return muster;
}
