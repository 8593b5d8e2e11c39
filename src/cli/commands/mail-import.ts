import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { AppContext } from '../../app-context.ts';
import { AppError } from '../../lib/app-error.ts';
import { receiveMessage } from '../../linking/index.ts';
import { withContext } from '../with-context.ts';

interface Outcome {
  text: string;
  exitCode: number;
}

const KEPT: Outcome = { text: 'kept: a worker looks into it now', exitCode: 0 };
const DUPLICATE: Outcome = { text: 'duplicate: this message came before', exitCode: 0 };
const NOT_OPEN: Outcome = { text: 'refused: this is not an open service e-mail', exitCode: 2 };
const TOO_LARGE: Outcome = { text: 'refused: the message is too large', exitCode: 3 };
const FULL: Outcome = { text: 'refused: this address had its messages of the day', exitCode: 4 };

/** Behind `muster mail`, which serves the SMTP door by itself. */
export function addMailImportCommand(program: Command): void {
  const mail = program.commands.find((command) => command.name() === 'mail') ?? program.command('mail');
  mail
    .command('import')
    .description('take one message (RFC 822) from a file, as if it had come by mail')
    .argument('<file>', '- reads standard input')
    .requiredOption('--to <address>', 'the service e-mail that it was sent to')
    .addHelpText(
      'after',
      '\nExit codes: 0 kept or duplicate, 2 no open address, 3 too large, 4 too many today.',
    )
    .action((file: string, options: { to: string }) =>
      withContext('mail-import', async (context) => {
        const outcome = await importMessage(context, await read(file), options.to);
        if (outcome.exitCode === 0) console.log(outcome.text);
        else console.error(outcome.text);
        process.exitCode = outcome.exitCode;
      }),
    );
}

async function importMessage(context: AppContext, message: Buffer, address: string): Promise<Outcome> {
  try {
    // How it came is not known any more, so that SPF proves nothing.
    const result = await receiveMessage(context, { recipients: [address], message, envelope: null });
    return { kept: KEPT, duplicate: DUPLICATE, no_such_recipient: NOT_OPEN }[result];
  } catch (error) {
    if (error instanceof AppError && error.code === 'message_too_large') return TOO_LARGE;
    if (error instanceof AppError && error.code === 'address_full') return FULL;
    throw error;
  }
}

async function read(file: string): Promise<Buffer> {
  if (file === '-') return await buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError('invalid_input', 'file_unreadable', `The file can't be read: ${file}`, { cause });
  }
}
