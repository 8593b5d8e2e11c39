import { useEffect, useState } from 'preact/hooks';
import { deliverPublicToken } from './deliver-public-token.ts';
import type { LinkApi } from './link-api.ts';
import type { Opener } from './opener.ts';

export interface PublicTokenDelivery {
  state: 'sending' | 'sent' | 'failed';
  retry: () => void;
}

/** Tells the partner page as soon as the account is linked. Without a partner page there is nobody to tell. */
export function usePublicToken(api: LinkApi, opener: Opener | null): PublicTokenDelivery {
  const [state, setState] = useState<PublicTokenDelivery['state']>(opener ? 'sending' : 'sent');
  const send = (): void => {
    if (!opener) return;
    setState('sending');
    deliverPublicToken(api, opener).then(
      () => setState('sent'),
      () => setState('failed'),
    );
  };
  useEffect(send, [api, opener]);
  return { state, retry: send };
}
