import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SandboxControl } from '../control/control.ts';
import type { FaultInput } from '../faults/fault.ts';
import { readFault } from './read-fault.ts';
import type { World } from '../world.ts';
import { faultsPage, journalPage, newFaultPage } from './fault-panel-pages.ts';
import { PANEL, sendPanelPage } from './panel-page.ts';

const FAULTS = `${PANEL}/faults`;

/** Faults on and off, and what was asked of the site. */
export function faultPanelRoutes(app: FastifyInstance, world: World, control: SandboxControl): void {
  app.get('/faults', (_request, reply) =>
    sendPanelPage(world, reply, 'Faults', faultsPage(control.faults())),
  );
  app.get('/faults/new', (request: FastifyRequest<{ Querystring: { fault?: string } }>, reply) =>
    sendPanelPage(world, reply, 'Switch a fault on', newFaultPage(request.query.fault)),
  );
  app.post('/faults', (request, reply) => {
    control.addFault(readFault(request.body as Record<string, string>) as unknown as FaultInput);
    return reply.redirect(FAULTS, 303);
  });
  app.post('/faults/clear', (request, reply) => {
    const { id } = (request.body ?? {}) as { id?: string };
    control.clearFaults(id);
    return reply.redirect(FAULTS, 303);
  });
  app.get('/journal', (_request, reply) =>
    sendPanelPage(world, reply, 'Journal', journalPage(control.journal())),
  );
  app.post('/journal/clear', (_request, reply) => {
    control.clearJournal();
    return reply.redirect(`${PANEL}/journal`, 303);
  });
}
