import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { terminateThirdParty } from '../access/change-third-party.ts';
import type { ThirdPartyInput } from '../access/parse-third-party.ts';
import { fullName } from '../company/member.ts';
import { addThirdParty, sendInvitation } from '../invite-third-party.ts';
import { removeThirdParty } from '../control/sign-ins.ts';
import type { World } from '../world.ts';
import { sendAdminPage } from './admin-page.ts';
import { PERMISSIONS_URL, permissionsPage } from './permission-pages.ts';
import { thirdPartyForm, thirdPartyList, thirdPartyPage } from './third-party-pages.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** Third parties: add, invite, grant permissions, remove. */
export function thirdPartyRoutes(app: FastifyInstance, world: World): void {
  const { thirdParties } = world;
  const show = (reply: FastifyReply, id: string) => reply.redirect(`/admin/third-party/${id}`, 303);

  app.get('/third-party', (_request, reply) => sendAdminPage(reply, 'Third party', thirdPartyList(world)));
  app.get('/third-party/add', (_request, reply) =>
    sendAdminPage(reply, 'Add third-party', thirdPartyForm(world)),
  );
  app.get('/third-party/:id', (request: IdRequest, reply) => {
    const one = thirdParties.get(request.params.id);
    return sendAdminPage(reply, fullName(one), thirdPartyPage(one));
  });
  app.get('/permissions', (_request, reply) => sendAdminPage(reply, 'Permissions', permissionsPage(world)));

  app.post('/third-party', async (request, reply) => {
    const { id } = await addThirdParty(world, request.body as ThirdPartyInput);
    return show(reply, id);
  });
  app.post('/third-party/:id/invite', async (request: IdRequest, reply) => {
    const { id } = await sendInvitation(world, request.params.id);
    return show(reply, id);
  });
  app.post('/third-party/:id/permissions', (request: IdRequest, reply) => {
    const { permission = [], back } = (request.body ?? {}) as {
      permission?: string | string[];
      back?: string;
    };
    const { id } = thirdParties.setPermissions(request.params.id, [permission].flat());
    return back === PERMISSIONS_URL ? reply.redirect(PERMISSIONS_URL, 303) : show(reply, id);
  });
  app.post('/third-party/:id/termination', (request: IdRequest, reply) => {
    const { date = '' } = (request.body ?? {}) as { date?: string };
    return show(reply, terminateThirdParty(thirdParties.get(request.params.id), date).id);
  });
  app.post('/third-party/:id/cancel-termination', (request: IdRequest, reply) => {
    return show(reply, terminateThirdParty(thirdParties.get(request.params.id), null).id);
  });
  app.post('/third-party/:id/remove', (request: IdRequest, reply) => {
    removeThirdParty(world, request.params.id);
    return reply.redirect('/admin/third-party', 303);
  });
}
