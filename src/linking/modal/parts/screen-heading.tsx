/** The screen's title takes the focus when the screen changes, so it must be focusable, but not by Tab. */
export function ScreenHeading({ title, lead }: { title: string; lead: string }) {
  return (
    <div class="screen-heading">
      <h1 tabIndex={-1}>{title}</h1>
      <p class="lead">{lead}</p>
    </div>
  );
}
