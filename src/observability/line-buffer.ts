/**
 * Gathers the lines of one turn of the event loop and writes them at once: under load a write for each line costs more than
 * all else that is done for it. A process that ends by itself, also by an error, writes what it holds; one that is killed loses
 * the lines of one turn.
 */
export function gatherLines(write: (lines: string) => void): { write: (line: string) => void } {
  let lines = '';
  const flush = (): void => {
    const gathered = lines;
    lines = '';
    if (gathered !== '') write(gathered);
  };
  process.once('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
}
