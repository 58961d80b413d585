// Before each test file: tests speak both languages from their first line; only a page loads the second one when it is asked for.
import { english } from '../src/explain/en-US';
import { addWords } from '../src/explain/words';

addWords('en-US', english);
