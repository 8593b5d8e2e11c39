export { createEmployerLink } from './create-employer-link.ts';
export type { EmployerPageView } from './employer-page-view.ts';
export { endLinksOfEmployer } from './end-employer-links.ts';
export { eraseFromPage } from './erase-from-page.ts';
export { listPeopleLacking } from './list-people-lacking.ts';
export { syncFromPage } from './sync-from-page.ts';
export { viewEmployerPage } from './view-employer-page.ts';
