import formbody from '@fastify/formbody';
import { fastify, type FastifyInstance } from 'fastify';
import { registerAdmin } from './admin/admin.ts';
import { registerControlPanel } from './control-panel/panel.ts';
import { PANEL } from './control-panel/panel-page.ts';
import { createControl, type SandboxControl } from './control/control.ts';
import { registerControl } from './control/control-routes.ts';
import { makeSenderIdentity } from './mail/dkim-key.ts';
import { createInvitationSender } from './mail/invitation-sender.ts';
import { makeWorld } from './make-world.ts';
import { registerPartnerApi } from './partner-api/partner-api.ts';
import { tickWebhooks } from './partner-webhooks/tick-webhooks.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { registerSite } from './site/site.ts';
import type { World } from './world.ts';

/** Starts a simulated Justworks: the site, the employer admin's pages and the control API on one port. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const identity = await makeSenderIdentity(options.senderDomain ?? 'justworks.com');
  const sender = createInvitationSender(options.smtpTarget, identity);
  const world = makeWorld(options, sender);
  const control = createControl(world);
  const app = buildApp(world, control);
  const listening = await app.listen({ host: options.host, port: options.port });
  world.origin = (options.publicUrl ?? listening).replace(/\/$/, '');
  const ticking = options.clock ? undefined : tickWebhooks(world.partner.webhooks);
  const close = async () => {
    ticking?.stop();
    sender.close();
    await world.partner.webhooks.close();
    await app.close();
  };
  return {
    url: world.origin,
    dkimRecords: identity.dnsRecords,
    control,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function buildApp(world: World, control: SandboxControl): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true } });
  void app.register(
    (part, _options, done) => {
      registerControl(part, control);
      done();
    },
    { prefix: '/control' },
  );
  void app.register(
    async (panel) => {
      await panel.register(formbody);
      registerControlPanel(panel, world, control);
    },
    { prefix: PANEL },
  );
  void app.register(
    async (admin) => {
      await admin.register(formbody);
      registerAdmin(admin, world);
    },
    { prefix: '/admin' },
  );
  void app.register(async (partner) => {
    await partner.register(formbody);
    await registerPartnerApi(partner, world);
  });
  void app.register(async (site) => {
    await site.register(formbody);
    await registerSite(site, world);
  });
  return app;
}
