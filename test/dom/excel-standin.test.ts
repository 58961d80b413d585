/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * The stand-in for Excel on the web.
 */
import { standInTests } from './excel-standin';

standInTests('web');
