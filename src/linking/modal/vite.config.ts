import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { buildEmbed } from '../embed/embed-build.ts';
import { buildEmployerPage } from '../employer/employer-build.ts';
import { writeSourcesHash } from '../modal-build.ts';
import { precompress } from './precompress.ts';

/** Adds what partner pages load, compresses everything, and notes the sources' hash: one build makes all of it. */
function embedAndHash(): Plugin {
  let outDir = '';
  return {
    name: 'muster-embed',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    async closeBundle() {
      await buildEmbed(outDir);
      await buildEmployerPage(outDir);
      await precompress(outDir);
      await writeSourcesHash(join(import.meta.dirname, '../../..'), outDir);
    },
  };
}

/** Vite puts the style into the head, where nothing is painted before it came. After the first picture it holds up nothing. */
function paintBeforeStyle(): Plugin {
  return {
    name: 'muster-paint-before-style',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const [style = ''] = html.match(/ *<link rel="stylesheet"[^>]*>\n/) ?? [];
        return html.replace(style, '').replace(/ *<noscript>/, (noscript) => style + noscript);
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/link/',
  publicDir: false,
  // Also under vitest, where vite would choose the development runtime: the same sources make the same files.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  plugins: [paintBeforeStyle(), embedAndHash()],
  build: {
    target: 'es2022',
    outDir: join(import.meta.dirname, '../../../dist/modal'),
    emptyOutDir: true,
    // The CSP allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
