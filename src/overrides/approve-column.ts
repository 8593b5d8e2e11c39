import { addOverride } from './add-override.ts';
import type { OverrideView } from './list-overrides.ts';
import type { OverrideDeps } from './override-deps.ts';

/**
 * Makes a report's header known as a column; the next sync reads it.
 * @throws AppError invalid_input `report_unknown`, `column_unknown`, `column_header_blank`, conflict `column_taken`
 */
export async function approveColumn(
  deps: OverrideDeps,
  input: {
    integration: string;
    report: string;
    role: string;
    header: string;
    reason: string;
    approvedBy: string;
  },
): Promise<OverrideView> {
  const { integration, reason, approvedBy, ...column } = input;
  const patch = await deps.connectors.get(integration).overrides.forColumn(column);
  return await addOverride(deps, { integration, patch, reason, approvedBy });
}
