/** On the page of the tour: opens the modal in the phone, where it is not open and nothing is connected yet. */
export function openOnPhone(): void {
  const phone = document.querySelector<HTMLIFrameElement>('.phone iframe')?.contentDocument;
  if (!phone || phone.querySelector('iframe')) return;
  phone.querySelector<HTMLElement>('[data-connect]')?.click();
}
