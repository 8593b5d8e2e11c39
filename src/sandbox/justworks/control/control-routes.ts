import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput } from '../../../lib/app-error.ts';
import type { ThirdPartyInput } from '../access/parse-third-party.ts';
import type { MemberInput, TerminationInput } from '../company/roster.ts';
import type { FaultInput } from '../faults/fault.ts';
import { toHttpError } from '../http-status.ts';
import type { SandboxControl } from './control.ts';
import type { SignInInput } from './sign-ins.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** `/control/*`: JSON in, JSON out. */
export function registerControl(app: FastifyInstance, control: SandboxControl): void {
  acceptEmptyJson(app);
  app.setErrorHandler((error, _request, reply) => sendError(reply, error));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: { code: 'not_found' } }));
  app.get('/state', () => control.state());
  companyRoutes(app, control);
  accessRoutes(app, control);
  faultRoutes(app, control);
}

function companyRoutes(app: FastifyInstance, control: SandboxControl): void {
  app.post('/hire', (request) => control.hire(body<MemberInput>(request)));
  app.post('/departments', (request) => control.addDepartment(body<{ name: string }>(request).name));
  app.post('/employees/:id', (request: IdRequest) =>
    control.editEmployee(request.params.id, body<MemberInput>(request)),
  );
  app.post('/employees/:id/terminate', (request: IdRequest) =>
    control.terminate(request.params.id, body<TerminationInput>(request)),
  );
  app.post('/employees/:id/cancel-termination', (request: IdRequest) =>
    control.cancelTermination(request.params.id),
  );
  app.delete('/employees/:id', (request: IdRequest, reply) => {
    control.removeEmployee(request.params.id);
    return reply.code(204).send();
  });
}

function accessRoutes(app: FastifyInstance, control: SandboxControl): void {
  app.post('/third-party', (request) => control.addThirdParty(body<ThirdPartyInput>(request)));
  app.post('/third-party/:id/permissions', (request: IdRequest) =>
    control.setPermissions(request.params.id, permissionsOf(request)),
  );
  app.post('/third-party/:id/invite', (request: IdRequest) => control.sendInvitation(request.params.id));
  app.post('/third-party/:id/expire-invitation', (request: IdRequest) =>
    control.expireInvitation(request.params.id),
  );
  app.post('/third-party/:id/unlock', (request: IdRequest) => control.unlock(request.params.id));
  app.delete('/third-party/:id', (request: IdRequest, reply) => {
    control.removeThirdParty(request.params.id);
    return reply.code(204).send();
  });
  app.post('/sign-ins', (request) => control.addSignIn(body<SignInInput>(request)));
}

function faultRoutes(app: FastifyInstance, control: SandboxControl): void {
  app.get('/faults', () => ({ faults: control.faults() }));
  app.post('/faults', (request) => ({ fault: control.addFault(body<FaultInput>(request)) }));
  app.delete('/faults', (_request, reply) => {
    control.clearFaults();
    return reply.code(204).send();
  });
  app.get('/journal', () => ({ requests: control.journal() }));
  app.delete('/journal', (_request, reply) => {
    control.clearJournal();
    return reply.code(204).send();
  });
}

/** A JSON object; what its fields hold is checked where they are used. */
function body<T extends object>(request: FastifyRequest): T {
  const { body: given } = request;
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw invalidInput('invalid_body', 'Send a JSON object.');
  }
  return given as T;
}

function permissionsOf(request: FastifyRequest): string[] {
  const { permissions } = body<{ permissions?: unknown }>(request);
  if (Array.isArray(permissions) && permissions.every((one) => typeof one === 'string')) return permissions;
  throw invalidInput('invalid_field', 'permissions must be an array of names.', '/permissions');
}

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, code, message } = toHttpError(error);
  return reply.code(status).send({ error: { code, message } });
}

/** Many clients announce JSON on a POST or DELETE that carries nothing. */
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? {} : JSON.parse(text as string));
    } catch {
      done(invalidInput('invalid_body', 'Send a JSON object.'));
    }
  });
}
