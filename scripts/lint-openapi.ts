import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createConfig, formatProblems, getTotals, lintFromString } from '@redocly/openapi-core';

const projectRoot = path.resolve(import.meta.dirname, '..');

/** The recommended rules; a warning fails like an error. */
const config = await createConfig({
  extends: ['recommended'],
  rules: {
    // The program is private: there is no licence to name.
    'info-license': 'off',
    // `employees/ignore/{model_id}` stands beside `employees/{id}/history` in the contract; no id is the word `ignore`.
    'no-ambiguous-paths': 'off',
  },
});

const file = path.resolve(process.argv[2] ?? path.join(projectRoot, 'openapi/muster.json'));
const problems = await lintFromString({ source: await readFile(file, 'utf8'), absoluteRef: file, config });
if (problems.length > 0) {
  formatProblems(problems, { format: 'stylish', totals: getTotals(problems), cwd: projectRoot });
  process.exitCode = 1;
}
