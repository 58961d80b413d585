/** The version of this build, as every stamp states it. */
export { version } from '../package.json';
