export const session = { unnamedEmployer: 'Ihr Unternehmen' };
