/** "Co-op 2" -> "Aa-aa 9": what a text looks like, without what it says. */
export function toTextShape(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{N}/gu, '9')
    .replace(/[^A9\s\p{P}\p{S}]/gu, 'a');
}
