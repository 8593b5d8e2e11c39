import type { EmployerPageView } from '../../../employer/employer-page-view.ts';
import { PermissionList } from '../../modal/parts/permission-list.tsx';
import type { EmployerTexts } from '../../modal/texts/employer-texts.ts';
import { Section } from './section.tsx';

/** What the source grants; what is missing stands open, with where to tick it. */
export function Permissions({ view, words }: { view: EmployerPageView; words: EmployerTexts }) {
  const missing = view.permissions.filter(({ state }) => state === 'missing');
  const others = view.permissions.filter(({ state }) => state !== 'missing');
  return (
    <Section id="permissions" title={words.permissions}>
      <p>{toSummary(view, missing.length, words)}</p>
      {missing.length > 0 && <PermissionList permissions={missing} isChecking={false} />}
      {others.length > 0 && (
        <details class="unfold">
          <summary>{words.permissionsShow}</summary>
          <PermissionList permissions={others} isChecking={false} />
        </details>
      )}
    </Section>
  );
}

function toSummary(view: EmployerPageView, missing: number, words: EmployerTexts): string {
  if (missing > 0) return words.permissionsMissing(missing);
  const isKnown = view.permissions.every(({ state }) => state === 'granted');
  return isKnown ? words.permissionsAll(view.integration.name) : words.permissionsUnknown;
}
