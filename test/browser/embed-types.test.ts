import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureModalIsBuilt } from '../../src/linking/modal-build.ts';
import { modalFolder, projectRoot } from './modal-server.ts';

const PARTNER_FILES = [
  'muster-link.d.ts',
  'muster-link-react.d.ts',
  'muster-link-react.js',
  'muster-link.js',
];

/** Uses everything that is promised; each line under `@ts-expect-error` must be refused. */
const PARTNER_CODE = `
import { useEffect } from 'react';
import { useMusterLink, type UseMusterLink } from './muster-link-react.js';
import type { MusterLinkError, MusterLinkHandle } from './muster-link.js';

export function useTile(linkToken: string | undefined): UseMusterLink {
  const link = useMusterLink({ linkToken, onSuccess: (publicToken) => void publicToken.length });
  useEffect(() => { if (link.isReady && link.error === null) link.open(); }, [link]);
  // @ts-expect-error onSuccess is needed
  useMusterLink({ linkToken });
  return link;
}

export function connect(): MusterLinkHandle {
  const link = window.MusterLink.create({
    getLinkToken: async () => 'token',
    onSuccess: () => undefined,
    onExit: () => undefined,
    onValidationError: (error: MusterLinkError) => error.code === 'link_token_expired',
    apiUrl: 'https://hr.example',
  });
  link.update({ linkToken: 'other' });
  // @ts-expect-error it is not for the page to say
  link.isReady = true;
  // @ts-expect-error no such code
  if (link.error?.code === 'anything') link.destroy();
  return link;
}
`;

describe('the types beside the scripts', () => {
  let folder: string;
  beforeAll(async () => {
    await ensureModalIsBuilt(projectRoot);
    folder = await mkdtemp(join(tmpdir(), 'muster-types-'));
    for (const name of PARTNER_FILES) await cp(join(modalFolder, name), join(folder, name));
    await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'partner.ts'), PARTNER_CODE);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are what a strict TypeScript of a partner needs', () => {
    const program = ts.createProgram([join(folder, 'partner.ts')], {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
    });
    const findings = ts.getPreEmitDiagnostics(program);
    expect(findings.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});
