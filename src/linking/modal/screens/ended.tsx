import { Icon } from '../parts/icons.tsx';
import { ScreenHeading } from '../parts/screen-heading.tsx';

/** Nothing can be done on this page any more; the text says where to go. */
export function Ended({ title, text }: { title: string; text: string }) {
  return (
    <div class="ended">
      <span class="medallion">
        <Icon name="clock" />
      </span>
      <ScreenHeading title={title} lead={text} />
    </div>
  );
}
