import autocannon from 'autocannon';
import type { LoadReport, LoadWish } from './api-processes.ts';

/** Sends what it is told to and tells how it was answered. */
process.once('message', (wish: LoadWish) => {
  void send(wish).then((report) => process.send?.(report, () => process.exit(0)));
});

async function send({
  url,
  requests,
  connections,
  seconds,
  requestsPerSecond,
}: LoadWish): Promise<LoadReport> {
  const times: number[] = [];
  const startedAt = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const instance = autocannon(
    {
      url,
      requests: requests.map(({ path, headers }) => ({ method: 'GET' as const, path, headers })),
      connections,
      duration: seconds,
      ...(requestsPerSecond !== undefined && { overallRate: requestsPerSecond }),
    },
    (error: Error | null, result) => (error ? reject(error) : resolve(result)),
  );
  instance.on('response', (_client, statusCode, _bytes, milliseconds) => {
    if (statusCode === 200) times.push(milliseconds);
  });
  const result = await promise;
  const elapsed = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  return {
    answeredPerSecond: times.length / elapsed,
    refused: result.non2xx,
    failed: result.errors,
    p95Ms: times[Math.ceil(times.length * 0.95) - 1] ?? Infinity,
  };
}
