import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fullName } from '../company/member.ts';
import type { SandboxControl } from '../control/control.ts';
import type { World } from '../world.ts';
import { PANEL, sendPanelPage } from './panel-page.ts';
import { outsiderList, outsiderPage } from './third-party-panel-pages.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;
type Form = Readonly<Record<string, string | undefined>>;
type Action = (id: string, form: Form) => unknown;

const THIRD_PARTY = `${PANEL}/third-party`;

/** Permissions one by one, and what befalls a log-in. */
export function thirdPartyPanelRoutes(app: FastifyInstance, world: World, control: SandboxControl): void {
  app.get('/third-party', (_request, reply) =>
    sendPanelPage(world, reply, 'Third party', outsiderList(world.thirdParties.list())),
  );
  app.get('/third-party/:id', (request: IdRequest, reply) => {
    const one = world.thirdParties.get(request.params.id);
    return sendPanelPage(world, reply, fullName(one), outsiderPage(one));
  });
  app.post('/third-party/:id/delete', (request: IdRequest, reply) => {
    control.removeThirdParty(request.params.id);
    return reply.redirect(THIRD_PARTY, 303);
  });
  for (const [action, act] of Object.entries(actionsOf(control))) {
    app.post(`/third-party/:id/${action}`, async (request: IdRequest, reply): Promise<FastifyReply> => {
      await act(request.params.id, (request.body ?? {}) as Form);
      return reply.redirect(`${THIRD_PARTY}/${request.params.id}`, 303);
    });
  }
}

function actionsOf(control: SandboxControl): Record<string, Action> {
  return {
    grant: (id, { permission = '' }) => control.grantPermission(id, permission),
    revoke: (id, { permission = '' }) => control.revokePermission(id, permission),
    invite: (id) => control.sendInvitation(id),
    'expire-invitation': (id) => control.expireInvitation(id),
    unlock: (id) => control.unlock(id),
    terminate: (id, { date = '' }) => control.terminateThirdParty(id, date),
    'cancel-termination': (id) => control.terminateThirdParty(id, null),
    companies: (id, { name = '' }) => control.addCompanies(id, [name]),
  };
}
