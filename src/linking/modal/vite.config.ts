import { join } from 'node:path';
import { build, defineConfig, type Plugin } from 'vite';
import { embedBuild } from '../embed/embed-build.ts';
import { writeSourcesHash } from '../modal-build.ts';

/** Builds `muster-link.js` into the same folder and notes the sources' hash, so that one build makes all of it. */
function embedScriptAndHash(): Plugin {
  let outDir = '';
  return {
    name: 'muster-embed-script',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    async closeBundle() {
      await build(embedBuild(outDir));
      await writeSourcesHash(join(import.meta.dirname, '../../..'), outDir);
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/link/',
  publicDir: false,
  // Also under vitest, where vite would choose the development runtime: the same sources make the same files.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  plugins: [embedScriptAndHash()],
  build: {
    target: 'es2022',
    outDir: join(import.meta.dirname, '../../../dist/modal'),
    emptyOutDir: true,
    // The CSP allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
