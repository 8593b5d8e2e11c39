import { spawnSync } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { gatherLines } from './line-buffer.ts';

it('writes the lines of one turn at once and in their order', async () => {
  const written: string[] = [];
  const stream = gatherLines((lines) => written.push(lines));
  stream.write('one\n');
  stream.write('two\n');
  expect(written).toEqual([]);
  await turn();
  stream.write('three\n');
  await turn();
  expect(written).toEqual(['one\ntwo\n', 'three\n']);
});

it.each(['process.exit(3)', 'throw new Error("broken")'])(
  'keeps no line from the end of the process: %s',
  (end) => {
    const file = new URL('./logger.ts', import.meta.url).href;
    const script = `import { createLogger } from '${file}'; createLogger('info').info({}, 'last_words'); ${end}`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    expect(stdout).toContain('last_words');
  },
);
