import { texts } from '../texts/index.ts';

const WIDTH = 520;

/** Drawn by us, in the colors of light or dark as the page has them. Each is a file of its own, loaded when it is near. */
const PICTURES = {
  open: { url: new URL('../pictures/guide-open.svg', import.meta.url).href, height: 250 },
  fill: { url: new URL('../pictures/guide-fill.svg', import.meta.url).href, height: 268 },
  send: { url: new URL('../pictures/guide-send.svg', import.meta.url).href, height: 170 },
  tick: { url: new URL('../pictures/guide-tick.svg', import.meta.url).href, height: 220 },
  key: { url: new URL('../pictures/credentials-key.svg', import.meta.url).href, height: 230 },
  agree: { url: new URL('../pictures/oauth-agree.svg', import.meta.url).href, height: 230 },
};

/** The picture of one task of a guide. */
export function GuideMedia({ task }: { task: keyof typeof PICTURES }) {
  const { url, height } = PICTURES[task];
  return (
    <img
      class="picture"
      src={url}
      alt={texts.media.pictures[task]}
      width={WIDTH}
      height={height}
      loading="lazy"
      decoding="async"
    />
  );
}
