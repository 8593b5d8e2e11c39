import { Link } from './link.ts';
import type { MusterLinkApi, MusterLinkOptions } from './types/muster-link.d.ts';

// Only known while the script runs for the first time.
const scriptUrl = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : null;

/** What a partner page finds at `window.MusterLink`. */
export function createMusterLinkApi(): MusterLinkApi {
  const create = (options: MusterLinkOptions) => new Link(options, scriptUrl);
  return {
    create,
    open(options) {
      const link = create(options);
      link.open();
      return link;
    },
  };
}
