/** One promise of speed or size: what we reach, what the limit in the same run is, and whether the goal holds. */
export interface Figure {
  name: string;
  ours: number;
  /** What is possible at best, measured in the same run; null where the goal is a plain number. */
  limit: number | null;
  ratio: number | null;
  /** In words: `>= 0.333 of the limit`, `<= 150 MB`. */
  goal: string;
  holds: boolean;
}

/** Holds when ours is at least `minRatio` of the limit. */
export function ratioFigure(name: string, ours: number, limit: number, minRatio: number): Figure {
  const ratio = ours / limit;
  const goal = `>= ${minRatio.toFixed(3)} of the limit`;
  return {
    name,
    ours: round(ours),
    limit: round(limit),
    ratio: round(ratio),
    goal,
    holds: ratio >= minRatio,
  };
}

/** Holds when ours is no more than `max`. `limit` is shown beside it and decides nothing. */
export function ceilingFigure(
  name: string,
  ours: number,
  limit: number,
  { max, unit }: { max: number; unit: string },
): Figure {
  const ratio = round(ours / limit);
  return {
    name,
    ours: round(ours),
    limit: round(limit),
    ratio,
    goal: `<= ${max} ${unit}`,
    holds: ours <= max,
  };
}

/** Holds when ours takes no more than `maxRatio` times what the limit takes; null: no goal is set. */
export function costFigure(name: string, ours: number, limit: number, maxRatio: number | null): Figure {
  const ratio = ours / limit;
  const goal = maxRatio === null ? 'none' : `<= ${maxRatio} times the limit`;
  const holds = maxRatio === null || ratio <= maxRatio;
  return { name, ours: round(ours), limit: round(limit), ratio: round(ratio), goal, holds };
}

export function toTable(figures: readonly Figure[]): string {
  const header = ['figure', 'ours', 'limit', 'ratio', 'goal', 'holds'];
  const lines = figures.map(({ name, ours, limit, ratio, goal, holds }) =>
    [name, ours, limit ?? '-', ratio ?? '-', goal, holds ? 'yes' : 'NO'].map(String),
  );
  const widths = header.map((text, place) =>
    Math.max(text.length, ...lines.map((cells) => cells[place]!.length)),
  );
  return [header, ...lines]
    .map((cells) => cells.map((cell, place) => cell.padEnd(widths[place]!)).join('  '))
    .join('\n');
}

/** Three places behind the point for small numbers, none for large ones. */
function round(value: number): number {
  return Math.abs(value) < 1000 ? Math.round(value * 1000) / 1000 : Math.round(value);
}
