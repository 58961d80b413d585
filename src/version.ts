import manifest from '../package.json';

/** The version of this build, as every stamp states it. */
export const { version } = manifest;
