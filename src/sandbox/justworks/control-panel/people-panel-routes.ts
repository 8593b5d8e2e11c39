import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findMembers } from '../company/find-members.ts';
import { fullName } from '../company/member.ts';
import { memberFieldsOf } from '../admin/member-form.ts';
import type { SandboxControl } from '../control/control.ts';
import { readSearch } from '../pages/member-list.ts';
import type { World } from '../world.ts';
import { PANEL, sendPanelPage } from './panel-page.ts';
import { hireFields, peoplePage, personPage } from './people-panel-pages.ts';

type IdRequest = FastifyRequest<{ Params: { id: string; action: string } }>;
type Action = (id: string, form: Record<string, string>) => void;

const PEOPLE = `${PANEL}/people`;

/** Find people, hire, and do to one person whatever the control API does. */
export function peoplePanelRoutes(app: FastifyInstance, world: World, control: SandboxControl): void {
  const actions = actionsOf(control);
  app.get('/people', (request, reply) => {
    const found = findMembers(world.roster.members, readSearch(request.query));
    return sendPanelPage(world, reply, 'People', peoplePage(world, found));
  });
  app.get('/people/new', (_request, reply) => sendPanelPage(world, reply, 'Hire', hireFields(world)));
  app.get('/people/:id', (request: IdRequest, reply) => {
    const member = world.roster.get(request.params.id);
    return sendPanelPage(world, reply, fullName(member), personPage(world, member));
  });
  app.post('/people', (request, reply) => {
    const filled = Object.entries(memberFieldsOf(request.body)).filter(([, value]) => value !== '');
    return show(reply, control.hire(Object.fromEntries(filled)).id);
  });
  app.post('/people/:id/delete', (request: IdRequest, reply) => {
    control.removeEmployee(request.params.id);
    return reply.redirect(PEOPLE, 303);
  });
  for (const [action, act] of Object.entries(actions)) {
    app.post(`/people/:id/${action}`, (request: IdRequest, reply) => {
      act(request.params.id, (request.body ?? {}) as Record<string, string>);
      return show(reply, request.params.id);
    });
  }
}

function show(reply: FastifyReply, id: string): FastifyReply {
  return reply.redirect(`${PEOPLE}/${id}`, 303);
}

function actionsOf(control: SandboxControl): Record<string, Action> {
  return {
    edit: (id, form) =>
      control.editEmployee(id, { ...memberFieldsOf(form), ...given(form, 'effectiveDate', 'reason') }),
    terminate: (id, { date = '', kind, ...form }) =>
      control.terminate(id, {
        date,
        kind: kind === 'involuntary' ? kind : 'voluntary',
        ...given(form, 'lastDayWorked', 'reason'),
      }),
    'cancel-termination': (id) => control.cancelTermination(id),
    rehire: (id, form) => control.rehire(id, given(form, 'startDate')),
    hide: (id) => control.setHidden(id, true),
    show: (id) => control.setHidden(id, false),
  };
}

/** The fields that were filled in. */
function given(form: Record<string, string>, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (form[name] ? [[name, form[name]]] : [])));
}
