import { invalidInput } from '../../lib/app-error.ts';

/** `employee_census.work_email=Company E-mail`. @throws AppError invalid_input `column_option_malformed` */
export function parseColumnOption(text: string): { report: string; role: string; header: string } {
  const match = /^([a-z_]+)\.([a-z_0-9]+)=(.+)$/s.exec(text);
  if (match) return { report: match[1]!, role: match[2]!, header: match[3]! };
  throw invalidInput(
    'column_option_malformed',
    'Write --column as report.column=header, like employee_census.work_email="Company E-mail".',
  );
}
