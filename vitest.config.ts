import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { HeaviestFirst } from './test/support/heaviest-first.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    passWithNoTests: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A poll ends when it holds; a busy machine needs longer than the preset second until it does.
    expect: { poll: { timeout: 5_000 } },
    // The fast suites must fit on two cores; more workers than that only make the clock-sensitive ones slower.
    maxWorkers: 4,
    sequence: { sequencer: HeaviestFirst },
    // Loading the service anew for each of 200 files would be a fifth of the run; no test keeps state in a module.
    isolate: false,
    // Some tests start the service in dozens of processes: each need not compile it anew.
    env: { NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, 'node_modules/.cache/muster-test') },
  },
});
