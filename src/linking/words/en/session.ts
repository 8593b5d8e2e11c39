export const session = {
  /** An employer of whom no name is known yet. */
  unnamedEmployer: 'your company',
};
