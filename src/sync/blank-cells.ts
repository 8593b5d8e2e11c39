/** The value with every text that `isBlanked` names as null, however deep it lies; the same object where there is none. */
export function blankCells(value: unknown, isBlanked: (text: string) => boolean): unknown {
  if (typeof value === 'string') return isBlanked(value) ? null : value;
  if (Array.isArray(value)) {
    const cells = value.map((cell) => blankCells(cell, isBlanked));
    return cells.every((cell, place) => cell === value[place]) ? value : cells;
  }
  if (value === null || typeof value !== 'object') return value;
  const cells = Object.entries(value).map(
    ([name, cell]) => [name, blankCells(cell, isBlanked), cell] as const,
  );
  if (cells.every(([, after, before]) => after === before)) return value;
  return Object.fromEntries(cells.map(([name, cell]) => [name, cell]));
}
