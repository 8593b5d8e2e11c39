import { createAppContext } from '../../src/app-context.ts';
import { processEnvironment, readConfiguration } from '../../src/config/env.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { answerQuestions } from './asked-process.ts';

// A worker as in production. Asked for anything, it tells its memory, swept.
const { config, secrets } = readConfiguration(processEnvironment());
const context = createAppContext(config, secrets, 'muster-webhooks');
const worker = startWorker(context);
answerQuestions(() => {
  globalThis.gc?.();
  return { megabytes: process.memoryUsage.rss() / 1e6 };
});
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => context[Symbol.asyncDispose]())
    .then(() => process.exit(0));
});
