import { mergeLocales } from '@univerjs/core';
import core from '@univerjs/preset-sheets-core/locales/en-US';
import conditional from '@univerjs/preset-sheets-conditional-formatting/locales/en-US';
import validation from '@univerjs/preset-sheets-data-validation/locales/en-US';
import filter from '@univerjs/preset-sheets-filter/locales/en-US';
import table from '@univerjs/preset-sheets-table/locales/en-US';

/** The grid's own words in English; fetched when somebody asks for them. */
export const english = mergeLocales(core, validation, filter, table, conditional);
