import path from 'node:path';

/** The checkout, or the folder that the image was built in. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');
