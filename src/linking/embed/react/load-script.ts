import { createLinkError } from '../link-error.ts';
import type { MusterLinkApi } from '../types/muster-link.d.ts';

const FILE = 'muster-link.js';

/**
 * `muster-link.js` comes from the service and not with the hook, so that page and modal always speak the same version.
 * It is loaded once for the page; a tag that stands there already is waited for.
 * @throws MusterLinkError when it can't be loaded
 */
export async function loadMusterLink(apiUrl: string | undefined): Promise<MusterLinkApi> {
  const loaded = (window as Partial<Window>).MusterLink;
  if (loaded) return loaded;
  await waitFor(findTag() ?? addTag(apiUrl));
  return window.MusterLink;
}

function findTag(): HTMLScriptElement | null {
  return document.querySelector<HTMLScriptElement>(`script[src*="/${FILE}"]`);
}

function addTag(apiUrl: string | undefined): HTMLScriptElement {
  if (apiUrl === undefined)
    throw createLinkError('service_unknown', `set apiUrl, or load ${FILE} in the page.`);
  const tag = document.createElement('script');
  tag.src = `${apiUrl.replace(/\/+$/, '')}/link/${FILE}`;
  document.head.append(tag);
  return tag;
}

function waitFor(tag: HTMLScriptElement): Promise<void> {
  return new Promise((resolve, reject) => {
    tag.addEventListener('load', () => resolve());
    tag.addEventListener('error', () => {
      // The next component that needs it tries again.
      tag.remove();
      reject(createLinkError('script_unavailable', `${tag.src} did not load.`));
    });
  });
}
