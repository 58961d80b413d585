/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * The functions in cells of Excel for Windows.
 */
import { functionTests } from './excel-functions';

functionTests('desktop');
