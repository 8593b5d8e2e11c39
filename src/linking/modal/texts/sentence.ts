/** Ends with one full stop, whatever a company's name ends with. */
export function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
