import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../lib/app-error.ts';
import { fullName } from '../company/member.ts';
import { wasPaid } from '../company/was-paid.ts';
import { readSearch } from '../pages/member-list.ts';
import { todayIn, type World } from '../world.ts';
import { sendAdminPage } from './admin-page.ts';
import {
  addChoices,
  hireForm,
  memberPage,
  peopleList,
  terminationForm,
  type PeopleListKind,
} from './employee-pages.ts';
import { memberFieldsOf } from './member-form.ts';

const LISTS: readonly [PeopleListKind, string][] = [
  ['employees', 'Employees'],
  ['contractors', 'Contractors'],
  ['directory', 'Directory'],
];

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** Employees and contractors: list, hire, edit, terminate, remove. */
export function employeeRoutes(app: FastifyInstance, world: World): void {
  const { roster } = world;
  const showMember = (reply: FastifyReply, id: string) => reply.redirect(`/admin/employees/${id}`, 303);

  for (const [kind, title] of LISTS) {
    app.get(`/${kind}`, (request, reply) =>
      sendAdminPage(reply, title, peopleList(world, kind, readSearch(request.query))),
    );
  }
  app.get('/employees/add', (_request, reply) => sendAdminPage(reply, 'Add', addChoices));
  app.get('/employees/new', (_request, reply) => sendAdminPage(reply, 'Add employee', hireForm(world)));
  app.get('/employees/:id', (request: IdRequest, reply) => {
    const member = roster.get(request.params.id);
    return sendAdminPage(reply, fullName(member), memberPage(world, member));
  });

  app.get('/employees/:id/termination', (request: IdRequest, reply) => {
    const member = roster.get(request.params.id);
    return sendAdminPage(reply, `Schedule Termination of ${fullName(member)}`, terminationForm(member));
  });
  for (const [action, isHidden] of [
    ['hide', true],
    ['show', false],
  ] as const) {
    app.post(`/employees/:id/${action}`, (request: IdRequest, reply) =>
      showMember(reply, roster.setHidden(request.params.id, isHidden).id),
    );
  }

  app.post('/employees', (request, reply) => {
    const filled = Object.entries(memberFieldsOf(request.body)).filter(([, value]) => value !== '');
    return showMember(reply, roster.hire(Object.fromEntries(filled), todayIn(world)).id);
  });
  app.post('/employees/:id', (request: IdRequest, reply) => {
    return showMember(reply, roster.edit(request.params.id, memberFieldsOf(request.body), todayIn(world)).id);
  });
  app.post('/employees/:id/termination', (request: IdRequest, reply) => {
    const { date = '', lastDayWorked, kind, reason } = request.body as Record<string, string | undefined>;
    const input = { date, lastDayWorked, kind: kind === 'involuntary' ? kind : 'voluntary', reason } as const;
    return showMember(reply, roster.terminate(request.params.id, input).id);
  });
  app.post('/employees/:id/cancel-termination', (request: IdRequest, reply) => {
    return showMember(reply, roster.cancelTermination(request.params.id).id);
  });
  app.post('/employees/:id/remove', (request: IdRequest, reply) => {
    const { id } = request.params;
    if (wasPaid(roster.get(id), todayIn(world))) {
      throw new AppError('conflict', 'was_paid', 'Somebody who was paid can be terminated but not removed.');
    }
    roster.remove(id);
    return reply.redirect('/admin/employees', 303);
  });
}
