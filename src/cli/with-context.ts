import { createAppContext, type AppContext } from '../app-context.ts';
import { processEnvironment, readConfiguration } from '../config/env.ts';

/** Builds the parts from the environment for one short command, and takes them down after it. */
export async function withContext<T>(name: string, work: (context: AppContext) => Promise<T>): Promise<T> {
  const { config, secrets } = readConfiguration(processEnvironment());
  await using context = createAppContext({ ...config, logLevel: 'warn' }, secrets, `muster-${name}`);
  return await work(context);
}
