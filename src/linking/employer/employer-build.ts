import { join } from 'node:path';
import { build } from 'vite';

/** The employer's own page, added to a folder that the modal was built into, with assets of its own: the modal stays as light as it is. */
export async function buildEmployerPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: '/employer/',
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: {
      target: 'es2022',
      outDir: join(outDir, 'employer'),
      emptyOutDir: true,
      // The CSP allows no data: URLs.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
}
