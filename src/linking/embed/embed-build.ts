import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';

/**
 * What partner pages load, added to a folder that the modal was built into: scripts without a dependency, one for React,
 * which brings its own, and the types of both.
 */
export async function buildEmbed(outDir: string): Promise<void> {
  await build(toConfig(outDir, 'muster-link.ts', 'iife', 'muster-link.js'));
  await build(toConfig(outDir, 'merge-shim.ts', 'iife', 'muster-link-merge.js'));
  await build(toConfig(outDir, 'react/use-muster-link.ts', 'es', 'muster-link-react.js'));
  await cp(join(import.meta.dirname, 'types'), outDir, { recursive: true });
}

function toConfig(outDir: string, entry: string, format: 'iife' | 'es', fileName: string): InlineConfig {
  return {
    configFile: false,
    root: import.meta.dirname,
    publicDir: false,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: false,
      minify: true,
      lib: {
        entry: join(import.meta.dirname, entry),
        name: 'MusterLinkScript',
        formats: [format],
        fileName: () => fileName,
      },
      // A hook belongs to components that run in the browser.
      rollupOptions: { external: ['react'], output: { banner: format === 'es' ? "'use client';" : '' } },
    },
  };
}
