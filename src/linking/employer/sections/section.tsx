import type { ComponentChildren } from 'preact';

interface SectionProps {
  id: string;
  title: string;
  isDanger?: boolean;
  children: ComponentChildren;
}

/** One part of the page, which screen readers can jump to by its title. */
export function Section({ id, title, isDanger = false, children }: SectionProps) {
  return (
    <section class={isDanger ? 'part part-danger' : 'part'} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
