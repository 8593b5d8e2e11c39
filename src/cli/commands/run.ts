import type { Command } from 'commander';
import { discardRun, getSyncRun, listRunChanges, releaseRun } from '../../sync/index.ts';
import type { RunScope, SyncRunView } from '../../sync/index.ts';
import { toRunScope } from '../run-scope.ts';
import { withContext } from '../with-context.ts';

const FIRST_CHANGES = 50;

interface RunInput {
  scope: RunScope;
  id: string;
}

/** `muster run`: what an operator does with one run. */
export function addRunCommand(program: Command): void {
  const run = program.command('run').description('one sync run: look at it, let it through, drop it');
  addDecision(run, 'show', 'the run, and the first records that it changed or, held, would change', showRun);
  addDecision(run, 'release', 'let a held run through: a worker applies exactly what it shows', (input) =>
    withContext('run', async (context) => printRun(await releaseRun(context, input))),
  );
  addDecision(run, 'discard', 'drop a held run; nothing is made of the source until it changes', (input) =>
    withContext('run', async (context) => printRun(await discardRun(context, input))),
  );
}

function addDecision(
  run: Command,
  name: string,
  description: string,
  act: (input: RunInput) => Promise<void>,
): void {
  run
    .command(`${name} <id>`)
    .description(description)
    .option('--organization <id>', "refuse a run that is not this organization's")
    .action((id: string, { organization }: { organization?: string }) =>
      act({ scope: toRunScope(organization), id }),
    );
}

async function showRun({ scope, id }: RunInput): Promise<void> {
  await withContext('run', async (context) => {
    printRun(await getSyncRun(context, { scope, id }));
    const { results, next } = await listRunChanges(
      { db: context.db, cursorKey: context.secrets.cursorKey },
      { scope, id, pageSize: FIRST_CHANGES },
    );
    for (const { model, action, record, changes } of results) {
      // Names of fields, no values: a terminal's history is no place for people's data.
      const fields = changes.map((change) => change.field).join(',');
      console.log(['change', action, model, String(record['id']), fields].join('\t').trimEnd());
    }
    if (next !== null) console.log(`change\tand more; the API lists all of them, with values`);
  });
}

function printRun({ counts, findings, durations_ms, change_summary: _, ...run }: SyncRunView): void {
  for (const [name, value] of Object.entries(run)) console.log(`${name}\t${String(value ?? '-')}`);
  for (const [name, value] of Object.entries(durations_ms)) console.log(`${name}_ms\t${value ?? '-'}`);
  for (const { code, detail } of findings) console.log(`finding\t${code}\t${detail}`);
  for (const [model, count] of Object.entries(counts ?? {})) {
    const parts = Object.entries(count).map(([name, value]) => `${name}=${value}`);
    console.log(['count', model, ...parts].join('\t'));
  }
}
