/** Counts up when the mapping changes its meaning, so that an equal source is read once more after the release. */
export const MAPPING_VERSION = 3;
