export interface Popup {
  /** False when there is no window: the browser blocked it, or the person closed it. */
  goTo(url: string): boolean;
  close(): void;
}

/**
 * Opened at the click, before anything is asked of the service: browsers block what opens later. Only web addresses are
 * gone to.
 */
export function openPopup(page: Window): Popup {
  const popup = page.open('about:blank', 'muster-consent', 'popup,width=560,height=760');
  return {
    goTo(url) {
      if (!popup || popup.closed || !/^https?:\/\//.test(url)) return false;
      popup.location.href = url;
      return true;
    },
    close: () => popup?.close(),
  };
}
