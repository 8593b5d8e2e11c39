export { addOverride, type NewOverride } from './add-override.ts';
export { approveColumn } from './approve-column.ts';
export { listOverrides, type OverrideView } from './list-overrides.ts';
export { createOverrideReader } from './overrides-store.ts';
export { withdrawOverride } from './withdraw-override.ts';
