import type { RoadResult } from './walk-road.ts';

export function renderTable(header: string[], rows: string[][]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

export function renderRoster(employees: Record<string, unknown>[]): string {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return renderTable(
    ['name', 'work e-mail', 'status', 'start', 'end'],
    employees.map((employee) => [
      text(employee['display_full_name']),
      text(employee['work_email']),
      text(employee['employment_status']),
      text(employee['start_date']).slice(0, 10),
      text(employee['termination_date']).slice(0, 10),
    ]),
  );
}

export function renderWebhooks(webhooks: RoadResult['webhooks']): string {
  const byType = Map.groupBy(webhooks, (webhook) => webhook.type);
  return renderTable(
    ['event', 'received', 'signature holds'],
    [...byType].map(([type, entries]) => [
      type,
      String(entries.length),
      String(entries.filter((entry) => entry.is_verified).length),
    ]),
  );
}
