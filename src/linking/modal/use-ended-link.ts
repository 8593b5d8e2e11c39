import { useEffect, useState } from 'preact/hooks';
import type { EndedLinkView } from '../view-ended-link.ts';
import type { LinkApi } from './link-api.ts';

/** Whose link it was, once it is known to have ended; null when that can't be told, as for a text that never was a link. */
export function useEndedLink(api: LinkApi, hasEnded: boolean): EndedLinkView | null {
  const [ended, setEnded] = useState<EndedLinkView | null>(null);
  useEffect(() => {
    if (hasEnded) api.getEndedLink().then(setEnded, () => undefined);
  }, [api, hasEnded]);
  return ended;
}
