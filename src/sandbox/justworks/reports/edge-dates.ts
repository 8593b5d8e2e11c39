/** Days on which a reader that puts a time zone into a date is wrong by one. */
export const EDGE_DATES = {
  /** The Sundays on which clocks change in New York, London and Berlin, and the days beside them. */
  dst: [
    '03/08/2026',
    '03/07/2026',
    '03/09/2026',
    '11/01/2026',
    '10/31/2026',
    '11/02/2026',
    '03/29/2026',
    '10/25/2026',
  ],
  year_end: [
    '12/31/2025',
    '01/01/2026',
    '12/31/2024',
    '01/01/2025',
    '02/29/2024',
    '03/01/2024',
    '02/28/2023',
  ],
} as const;

export type EdgeDates = keyof typeof EDGE_DATES;
