/** A value that breaks before its @, if anywhere: half an address on a line reads like a whole one. */
export function Address({ text }: { text: string }) {
  const at = text.lastIndexOf('@');
  if (at <= 0) return <>{text}</>;
  return (
    <>
      <span class="unbroken">{text.slice(0, at)}</span>
      <span class="unbroken">{text.slice(at)}</span>
    </>
  );
}
