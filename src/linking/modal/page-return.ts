/** Browsers slow down a page behind another tab; the person who comes back sees the truth at once. Returns what ends it. */
export function whenPageReturns(act: () => void): () => void {
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') act();
  };
  document.addEventListener('visibilitychange', onVisible);
  window.addEventListener('online', act);
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    window.removeEventListener('online', act);
  };
}
