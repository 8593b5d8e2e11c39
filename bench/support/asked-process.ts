import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A process of bench/support that answers one question at a time. */
export interface AskedProcess extends AsyncDisposable {
  ask<Answer>(question: object): Promise<Answer>;
}

/** It says something when it is ready. */
export async function startAsked(
  file: string,
  environment: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<AskedProcess> {
  const child = spawn(process.execPath, [...nodeOptions, path.join(import.meta.dirname, file)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    async ask<Answer>(question: object) {
      const answer = once(child, 'message');
      child.send(question);
      return ((await answer) as [Answer])[0];
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The other side: answers each question with what `answer` gives. */
export function answerQuestions<Question>(answer: (question: Question) => unknown): void {
  process.on('message', (question: Question) => {
    void Promise.resolve(answer(question)).then((said) => process.send?.(said ?? {}));
  });
  process.send?.('ready');
}
