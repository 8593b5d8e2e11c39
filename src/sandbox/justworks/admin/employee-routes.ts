import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fullName } from '../company/member.ts';
import { todayIn, type World } from '../world.ts';
import { sendAdminPage } from './admin-page.ts';
import { addChoices, hireForm, memberPage, peopleList } from './employee-pages.ts';
import { memberFieldsOf } from './member-form.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** Employees and contractors: list, hire, edit, terminate, remove. */
export function employeeRoutes(app: FastifyInstance, world: World): void {
  const { roster } = world;
  const showMember = (reply: FastifyReply, id: string) => reply.redirect(`/admin/employees/${id}`, 303);

  app.get('/employees', (_request, reply) => sendAdminPage(reply, 'Employees', peopleList(world, false)));
  app.get('/contractors', (_request, reply) => sendAdminPage(reply, 'Contractors', peopleList(world, true)));
  app.get('/employees/add', (_request, reply) => sendAdminPage(reply, 'Add', addChoices));
  app.get('/employees/new', (_request, reply) => sendAdminPage(reply, 'Add employee', hireForm(world)));
  app.get('/employees/:id', (request: IdRequest, reply) => {
    const member = roster.get(request.params.id);
    return sendAdminPage(reply, fullName(member), memberPage(world, member));
  });

  app.post('/employees', (request, reply) => {
    const filled = Object.entries(memberFieldsOf(request.body)).filter(([, value]) => value !== '');
    return showMember(reply, roster.hire(Object.fromEntries(filled), todayIn(world)).id);
  });
  app.post('/employees/:id', (request: IdRequest, reply) => {
    return showMember(reply, roster.edit(request.params.id, memberFieldsOf(request.body), todayIn(world)).id);
  });
  app.post('/employees/:id/termination', (request: IdRequest, reply) => {
    const { date = '', kind, reason } = request.body as Record<string, string | undefined>;
    const input = { date, kind: kind === 'involuntary' ? kind : 'voluntary', reason } as const;
    return showMember(reply, roster.terminate(request.params.id, input).id);
  });
  app.post('/employees/:id/cancel-termination', (request: IdRequest, reply) => {
    return showMember(reply, roster.cancelTermination(request.params.id).id);
  });
  app.post('/employees/:id/remove', (request: IdRequest, reply) => {
    roster.remove(request.params.id);
    return reply.redirect('/admin/employees', 303);
  });
}
