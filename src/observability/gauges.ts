import { Gauge, type Registry } from 'prom-client';

interface GaugeName {
  name: string;
  help: string;
}

/** A figure that is asked for at each scrape. */
export function addGauge(registry: Registry, { name, help }: GaugeName, read: () => Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read());
    },
  });
}

/** One figure for each value of a label; one that is not read any more is gone. */
export function addGaugesBy(
  registry: Registry,
  { name, help, label }: GaugeName & { label: string },
  read: () => Promise<readonly { label: string; count: number }[]>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const figures = await read();
      this.reset();
      for (const figure of figures) this.set({ [label]: figure.label }, figure.count);
    },
  });
}

export interface CountRow {
  count: number;
}

export interface LabelledCount extends CountRow {
  label: string;
}

export async function readCount(result: Promise<{ rows: CountRow[] }>): Promise<number> {
  return (await result).rows[0]!.count;
}
