import { createAppContext } from '../../src/app-context.ts';
import { processEnvironment, readConfiguration } from '../../src/config/env.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { createFleetSource } from './fleet-source.ts';

// A worker as in production but for its source.
const { config, secrets } = readConfiguration(processEnvironment());
const source = createFleetSource();
const context = createAppContext(config, secrets, 'muster-fleet', {
  connectors: { get: () => source.connector },
});
const worker = startWorker(context);
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => context[Symbol.asyncDispose]())
    .then(() => process.exit(0));
});
