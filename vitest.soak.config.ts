import { defineConfig } from 'vitest/config';

/** The faults with the lengths of production: leases of 45 s, workers frozen for 120 s, a hundred accounts. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    passWithNoTests: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    env: { MUSTER_SOAK: 'yes' },
  },
});
