import { join } from 'node:path';
import type { InlineConfig } from 'vite';

/** How `muster-link.js` is built: one dependency-free file, added to a folder that the modal was built into. */
export function embedBuild(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: import.meta.dirname,
    publicDir: false,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: false,
      lib: {
        entry: join(import.meta.dirname, 'muster-link.ts'),
        name: 'MusterLinkScript',
        formats: ['iife'],
        fileName: () => 'muster-link.js',
      },
    },
  };
}
