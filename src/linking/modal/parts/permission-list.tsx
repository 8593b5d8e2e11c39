import type { PermissionView } from '../../session-view.ts';
import { sortByUrgency, toGrantedNames } from '../permission-lists.ts';
import { texts } from '../texts/index.ts';
import { Icon } from './icons.tsx';

interface PermissionListProps {
  permissions: PermissionView[];
  isChecking: boolean;
}

/** What the source lets us read, as verified. The missing ones come first, but nothing moves while it is checked. */
export function PermissionList({ permissions, isChecking }: PermissionListProps) {
  const grantedNames = toGrantedNames(permissions);
  return (
    <ul class="permissions" aria-label={texts.permissions.listLabel}>
      {(isChecking ? permissions : sortByUrgency(permissions)).map((permission) => (
        <PermissionItem key={permission.capability} {...{ permission, grantedNames, isChecking }} />
      ))}
    </ul>
  );
}

interface PermissionItemProps {
  permission: PermissionView;
  grantedNames: ReadonlySet<string>;
  isChecking: boolean;
}

function PermissionItem({ permission, grantedNames, isChecking }: PermissionItemProps) {
  const { unlocks, permissions, state, is_required } = permission;
  return (
    <li class={`permission is-${state}`}>
      <div class="permission-head">
        <h2>{capitalize(unlocks)}</h2>
        <span class="tags">
          {!is_required && <span class="tag">{texts.permissions.optional}</span>}
          <StateTag permission={permission} isChecking={isChecking} />
        </span>
      </div>
      <ul class="chips" aria-label={texts.permissions.needs}>
        {permissions.map((name) => (
          <li key={name} class={grantedNames.has(name) ? 'chip chip-granted' : 'chip'}>
            {grantedNames.has(name) && <Icon name="check" />}
            {name}
            {grantedNames.has(name) && <span class="visually-hidden"> ({texts.permissions.isGranted})</span>}
          </li>
        ))}
      </ul>
      {state === 'missing' && !isChecking && <HowToGrant permission={permission} />}
    </li>
  );
}

function StateTag({ permission, isChecking }: { permission: PermissionView; isChecking: boolean }) {
  const { state, checked_at } = permission;
  if (isChecking && state !== 'granted') {
    return (
      <span class="tag">
        <span class="spinner" aria-hidden="true" /> {texts.permissions.checkingState}
      </span>
    );
  }
  return (
    <span class={`tag tag-${state}`}>
      {state !== 'unknown' && <Icon name={state === 'granted' ? 'check' : 'cross'} />}
      {state === 'unknown' && checked_at !== null
        ? texts.permissions.unclear
        : texts.permissions.states[state]}
    </span>
  );
}

function HowToGrant({ permission: { reason, fix } }: { permission: PermissionView }) {
  return (
    <dl class="how">
      <dt>{texts.permissions.where}</dt>
      <dd>{fix}</dd>
      <dt>{texts.permissions.why}</dt>
      <dd>{reason}</dd>
    </dl>
  );
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
