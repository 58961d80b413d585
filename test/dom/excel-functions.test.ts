/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * The functions in cells of Excel on the web.
 */
import { functionTests } from './excel-functions';

functionTests('web');
