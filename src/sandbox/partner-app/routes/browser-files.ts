import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';

const FOLDER = path.resolve(import.meta.dirname, '../browser');
const MODULES = ['app', 'actions', 'connect', 'live', 'phone'];

/** The pages' style and scripts, as they lie in `browser/`; nothing is built beforehand. */
export function addBrowserFiles(app: FastifyInstance): void {
  app.get('/browser/app.css', async (_request, reply) =>
    reply.type('text/css').send(await readFile(path.join(FOLDER, 'app.css'))),
  );
  for (const name of MODULES) {
    app.get(`/browser/${name}.js`, async (_request, reply) =>
      reply.type('text/javascript').send(await readScript(name)),
    );
  }
}

/** Loaded when a page is opened: the commands without a person need no compiler. */
async function readScript(name: string): Promise<string> {
  const source = await readFile(path.join(FOLDER, `${name}.ts`), 'utf8');
  const { default: typescript } = await import('typescript');
  const { outputText } = typescript.transpileModule(source, {
    compilerOptions: {
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.ESNext,
      rewriteRelativeImportExtensions: true,
    },
  });
  return outputText;
}
