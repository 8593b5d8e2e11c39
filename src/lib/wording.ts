/**
 * The shape of a catalogue of words without its words: another language has the same keys, and its functions take the
 * same placeholders.
 */
export type Wording<Words> = Words extends string
  ? string
  : Words extends (...placeholders: infer Placeholders) => infer Text
    ? (...placeholders: Placeholders) => Wording<Text>
    : Words extends readonly unknown[]
      ? readonly string[]
      : { readonly [Key in keyof Words]: Wording<Words[Key]> };
