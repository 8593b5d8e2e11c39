import { useState } from 'preact/hooks';
import type { SessionView } from '../../session-view.ts';
import { toBrandColors } from '../brand-colors.ts';
import { texts } from '../texts/index.ts';

/** The organization's logo; its initial where there is none, or none that may be shown here. */
export function Brand({ organization }: { organization: SessionView['organization'] }) {
  const [isBroken, setIsBroken] = useState(false);
  const { name, logo_url: logo, color } = organization;
  if (logo !== null && !isBroken) {
    const onError = () => setIsBroken(true);
    return (
      <img class="party" src={logo} alt={texts.logoOf(name)} referrerpolicy="no-referrer" onError={onError} />
    );
  }
  return (
    <span class="party" aria-hidden="true" style={color === null ? undefined : toBrandColors(color)}>
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
