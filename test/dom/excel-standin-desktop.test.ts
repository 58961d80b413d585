/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * The stand-in for Excel for Windows.
 */
import { standInTests } from './excel-standin';

standInTests('desktop');
