import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput } from '../../../lib/app-error.ts';
import type { OfficeInput } from '../company/offices.ts';
import type { ThirdPartyInput } from '../access/parse-third-party.ts';
import type { MemberInput, TerminationInput } from '../company/roster.ts';
import type { FaultInput } from '../faults/fault.ts';
import { toHttpError } from '../http-status.ts';
import type { ClockStep } from './clock-control.ts';
import type { SandboxControl } from './control.ts';
import { partnerControlRoutes } from './partner-routes.ts';
import type { SignInInput } from './sign-ins.ts';
import type { StatePage } from './views.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** `/control/*`: JSON in, JSON out. */
export function registerControl(app: FastifyInstance, control: SandboxControl): void {
  acceptEmptyJson(app);
  app.setErrorHandler((error, _request, reply) => sendError(reply, error));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: { code: 'not_found' } }));
  app.get('/state', (request) => control.state(pageOf(request)));
  app.get('/clock', () => control.clock());
  app.post('/clock/advance', (request) => control.advanceClock(body<ClockStep>(request)));
  companyRoutes(app, control);
  accessRoutes(app, control);
  faultRoutes(app, control);
  partnerControlRoutes(app, control);
}

function companyRoutes(app: FastifyInstance, control: SandboxControl): void {
  app.post('/hire', (request) => control.hire(body<MemberInput>(request)));
  app.post('/employees/:id/rehire', (request: IdRequest) =>
    control.rehire(request.params.id, body<MemberInput>(request)),
  );
  app.post('/employees/:id/hide', (request: IdRequest) => control.setHidden(request.params.id, true));
  app.post('/employees/:id/show', (request: IdRequest) => control.setHidden(request.params.id, false));
  app.post('/company/leave', () => control.leaveCompany());
  app.post('/company/return', () => control.returnCompany());
  app.post('/offices', (request) => control.addOffice(body<OfficeInput>(request)));
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
    control.setPermissions(request.params.id, textsOf(request, 'permissions')),
  );
  app.post('/third-party/:id/permissions/grant', (request: IdRequest) =>
    control.grantPermission(request.params.id, permissionOf(request)),
  );
  app.post('/third-party/:id/permissions/revoke', (request: IdRequest) =>
    control.revokePermission(request.params.id, permissionOf(request)),
  );
  app.post('/third-party/:id/terminate', (request: IdRequest) =>
    control.terminateThirdParty(request.params.id, textOf(request, 'date')),
  );
  app.post('/third-party/:id/cancel-termination', (request: IdRequest) =>
    control.terminateThirdParty(request.params.id, null),
  );
  app.post('/third-party/:id/companies', (request: IdRequest) =>
    control.addCompanies(request.params.id, textsOf(request, 'names')),
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
  app.delete('/faults/:id', (request: IdRequest, reply) => {
    control.clearFaults(request.params.id);
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

function textsOf(request: FastifyRequest, name: string): string[] {
  const value = body<Record<string, unknown>>(request)[name];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw invalidInput('invalid_field', `${name} must be an array of names.`, `/${name}`);
}

function textOf(request: FastifyRequest, name: string): string {
  const value = body<Record<string, unknown>>(request)[name];
  if (typeof value === 'string') return value;
  throw invalidInput('invalid_field', `${name} must be a text.`, `/${name}`);
}

function permissionOf(request: FastifyRequest): string {
  return textOf(request, 'permission');
}

/** @throws AppError when a number is none: a page that nobody asked for would hide people. */
function pageOf(request: FastifyRequest): StatePage {
  const { limit, offset, workEmail } = request.query as Record<string, string | undefined>;
  return { limit: wholeNumber('limit', limit), offset: wholeNumber('offset', offset), workEmail };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalidInput('invalid_field', `${name} must be a whole number.`, `/${name}`);
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
