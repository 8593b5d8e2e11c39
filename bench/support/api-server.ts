import { createAppContext } from '../../src/app-context.ts';
import { processEnvironment, readConfiguration } from '../../src/config/env.ts';
import { startHttpServer } from '../../src/http/server.ts';

// The service's HTTP door as in production, checks, limits, log and metrics included.
const { config, secrets } = readConfiguration(processEnvironment());
const context = createAppContext(config, secrets, 'muster-api');
const server = await startHttpServer(context);
process.send?.({ url: server.url });
process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => context[Symbol.asyncDispose]())
    .then(() => process.exit(0));
});
