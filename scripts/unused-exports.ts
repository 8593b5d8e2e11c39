import path from 'node:path';
import ts from 'typescript';

const projectRoot = path.resolve(import.meta.dirname, '..');

/** Files whose exports are called by name from outside the project's own imports. */
const ENTRY =
  /\.test\.ts$|\.config\.ts$|^migrations\/\d|^test\/support\/global-setup\.ts$|^src\/linking\/(modal|embed)\//;

/**
 * Values that are exported but named in no other file: dead code, or a private part shown by mistake. Types are left out,
 * because they spell out the shapes of public functions.
 */
function findUnusedExports(): string[] {
  const config = ts.readConfigFile(path.join(projectRoot, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, projectRoot);
  const sources = fileNames.map((name) => ({
    name: path.relative(projectRoot, name),
    text: ts.sys.readFile(name) ?? '',
  }));
  return sources
    .filter((source) => !ENTRY.test(source.name))
    .flatMap((source) =>
      exportedNames(source.text)
        .filter((name) => !sources.some((other) => other !== source && mentions(other.text, name)))
        .map((name) => `${source.name}: ${name}`),
    );
}

function exportedNames(text: string): string[] {
  const declarations = /^export (?:async )?(?:const|let|function\*?|class) ([A-Za-z0-9_]+)/gm;
  return [...text.matchAll(declarations)].map((match) => match[1]!);
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}

const unused = findUnusedExports();
for (const line of unused) console.error(`unused export: ${line}`);
if (unused.length > 0) process.exitCode = 1;
