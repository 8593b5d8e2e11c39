export interface Step {
  name: string;
  ms: number;
}

/** Names each step, measures it, and says it when it is done. */
export class StepClock {
  readonly steps: Step[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await work().catch((error: unknown) => {
      throw new Error(`Step "${name}" failed.`, { cause: error });
    });
    const ms = Math.round(performance.now() - startedAt);
    this.steps.push({ name, ms });
    this.#say(`${String(ms).padStart(6)} ms  ${name}`);
    return result;
  }
}
