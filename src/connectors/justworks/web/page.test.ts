import { describe, expect, it } from 'vitest';
import { parsePage, readHydration } from './page.ts';

describe('parsePage', () => {
  it('reads hydration tags whatever stands in them', () => {
    const content = parsePage(
      '<script data-hydration-key="a" type="application/json" class="hydration-helper-data">{"x":"\\u003c/script>"}</script>',
    );
    expect(readHydration(content, 'a', 'page')).toEqual({ x: '</script>' });
    expect(readHydration(content, 'b', 'page')).toBeUndefined();
  });

  it('does not take a comment or an attribute for a tag', () => {
    const content = parsePage(
      `<!-- <script data-hydration-key="a">1</script> --><p title='<script data-hydration-key="a">2</script>'>text</p>`,
    );
    expect(content.hydrations.size).toBe(0);
    expect(content.text).toBe('text');
  });

  it('refuses a hydration tag without JSON', () => {
    const content = parsePage('<script data-hydration-key="a">oops</script>');
    expect(() => readHydration(content, 'a', 'page')).toThrow('does not hold JSON');
  });

  it('shows what a person sees: text, links and forms', () => {
    const content = parsePage(`
      <style>.x{}</style><div id="main" class="one two">Hello <b>world</b></div><script>hidden()</script>
      <a href="/f?a=1&amp;b=2"> Download  Report </a>
      <form><input name="username" required><select name="s"></select><input type="HIDDEN" name="h" value="v"></form>`);
    expect(content.text).toBe('Hello world Download Report');
    expect([...content.ids]).toEqual(['main']);
    expect([...content.classes]).toEqual(['one', 'two']);
    expect(content.links).toEqual([{ href: '/f?a=1&b=2', text: 'Download Report' }]);
    expect(content.forms[0]?.fields).toEqual([
      { name: 'username', type: 'text', value: '', isRequired: true },
      { name: 's', type: 'select', value: '', isRequired: false },
      { name: 'h', type: 'hidden', value: 'v', isRequired: false },
    ]);
  });
});
