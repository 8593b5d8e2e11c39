import { overlay as german } from '../modal/texts/de/overlay.ts';
import { overlay as english } from '../modal/texts/en/overlay.ts';

export interface Overlay {
  frameWindow(): Window | null;
  /** The modal runs: its own Close replaces ours, and it gets the focus. */
  markReady(): void;
  /** Takes the overlay away and gives the focus back. Safe to call twice. */
  close(): void;
}

/**
 * A native modal dialog around the frame: the browser makes the page behind it inert, which is the focus trap, and
 * returns the focus on close. Styles are set through the CSSOM, so the partner's CSP need not allow inline styles.
 */
export function openOverlay(url: URL, onDismiss: () => void): Overlay {
  const words = navigator.language.startsWith('de') ? german : english;
  const frame = createFrame(url, words.title);
  const closeButton = createCloseButton(words.close, onDismiss);
  const dialog = createDialog(words.title, [frame, closeButton], onDismiss);
  const { documentElement: root, activeElement } = document;
  const formerOverflow = root.style.overflow;
  document.body.append(dialog);
  root.style.overflow = 'hidden';
  dialog.showModal();
  return {
    frameWindow: () => frame.contentWindow,
    markReady: () => {
      closeButton.remove();
      frame.focus();
    },
    close: () => {
      if (!dialog.isConnected) return;
      dialog.close();
      dialog.remove();
      root.style.overflow = formerOverflow;
      if (activeElement instanceof HTMLElement) activeElement.focus();
    },
  };
}

function createDialog(title: string, children: Node[], onDismiss: () => void): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', title);
  dialog.setAttribute('aria-modal', 'true');
  setStyles(dialog, {
    position: 'fixed',
    inset: '0',
    width: '100%',
    height: '100%',
    'max-width': '100%',
    'max-height': '100%',
    margin: '0',
    padding: '0',
    border: '0',
    display: 'grid',
    'place-items': 'center',
    background: 'rgb(12 18 28 / 62%)',
  });
  dialog.append(...children);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onDismiss();
  });
  dialog.addEventListener('close', onDismiss);
  return dialog;
}

function createFrame(url: URL, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.allow = 'clipboard-write';
  frame.referrerPolicy = 'no-referrer';
  frame.src = url.href;
  setStyles(frame, {
    width: 'min(100%, 640px)',
    height: 'min(100%, 860px)',
    border: '0',
    // No rounded corners where the frame fills a phone.
    'border-radius': 'clamp(0px, (100vw - 660px) * 99, 16px)',
    background: 'transparent',
  });
  return frame;
}

/** For the time until the modal runs, and for when it never does. */
function createCloseButton(text: string, onDismiss: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  // In the frame, Escape would be nobody's until the modal runs.
  button.autofocus = true;
  setStyles(button, {
    position: 'absolute',
    top: '12px',
    right: '12px',
    padding: '10px 16px',
    border: '1px solid #fff',
    'border-radius': '8px',
    background: '#1b2432',
    color: '#fff',
    font: '600 15px system-ui, sans-serif',
    cursor: 'pointer',
  });
  button.addEventListener('click', onDismiss);
  return button;
}

function setStyles(element: HTMLElement, styles: Record<string, string>): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, 'important');
}
