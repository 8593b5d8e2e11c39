export interface Contestant {
  name: string;
  /** Does the whole work once. */
  run: () => Promise<void>;
}

/**
 * Runs each contestant once to warm up and then `rounds` times, by turns, so that what else the machine does meets all
 * of them alike. Returns the median of each one's milliseconds.
 */
export async function interleave(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Record<string, number>> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of contestants) {
      const startedAt = performance.now();
      await run();
      if (round > 0) times.get(name)!.push(performance.now() - startedAt);
    }
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
