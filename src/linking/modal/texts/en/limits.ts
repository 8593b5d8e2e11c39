/** When something was done too often. */
export const limits = {
  tooOften: (wait: string) => `That was too often. Please try again in ${wait}.`,
  tooOftenUnknown: 'That was too often. Please try again in a few minutes.',
} as const;
