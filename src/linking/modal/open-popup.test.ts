import { expect, it, vi } from 'vitest';
import { openPopup } from './open-popup.ts';

function pageWith(popup: object | null) {
  return { open: vi.fn(() => popup) } as unknown as Window;
}

it('goes to web addresses in the window that it opened', () => {
  const popup = { closed: false, location: { href: 'about:blank' } };
  expect(openPopup(pageWith(popup)).goTo('https://source.example/oauth')).toBe(true);
  expect(popup.location.href).toBe('https://source.example/oauth');
});

it('goes nowhere else', () => {
  const popup = { closed: false, location: { href: 'about:blank' } };
  expect(openPopup(pageWith(popup)).goTo('javascript:alert(1)')).toBe(false);
  expect(popup.location.href).toBe('about:blank');
});

it('says when there is no window', () => {
  expect(openPopup(pageWith(null)).goTo('https://source.example/')).toBe(false);
  expect(openPopup(pageWith({ closed: true, location: {} })).goTo('https://source.example/')).toBe(false);
});
