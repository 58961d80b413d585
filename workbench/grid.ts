import { LocaleType, LogLevel, mergeLocales, Univer, type IRange, type Nullable } from '@univerjs/core';
import { FUniver } from '@univerjs/core/facade';
import { CalculationMode, FormulaDataModel, UniverSheetsCorePreset } from '@univerjs/preset-sheets-core';
import coreChinese from '@univerjs/preset-sheets-core/locales/zh-CN';
import { UniverSheetsConditionalFormattingPreset } from '@univerjs/preset-sheets-conditional-formatting';
import conditionalChinese from '@univerjs/preset-sheets-conditional-formatting/locales/zh-CN';
import { UniverSheetsDataValidationPreset } from '@univerjs/preset-sheets-data-validation';
import validationChinese from '@univerjs/preset-sheets-data-validation/locales/zh-CN';
import { UniverSheetsFilterPreset } from '@univerjs/preset-sheets-filter';
import filterChinese from '@univerjs/preset-sheets-filter/locales/zh-CN';
import { UniverSheetsTablePreset } from '@univerjs/preset-sheets-table';
import tableChinese from '@univerjs/preset-sheets-table/locales/zh-CN';
import '@univerjs/preset-sheets-core/lib/index.css';
import '@univerjs/preset-sheets-conditional-formatting/lib/index.css';
import '@univerjs/preset-sheets-data-validation/lib/index.css';
import '@univerjs/preset-sheets-filter/lib/index.css';
import '@univerjs/preset-sheets-table/lib/index.css';
import { onContentChange } from '../src/hosts/web-changes';
import type { Book } from '../src/ooxml';
import type { Setting } from '../functions/setting';
import { gridFunctions, gridHelp, type FunctionHelp } from './functions';
import { formulasIn, toGrid } from './open';
import { fromGrid } from './save';
import type { Language } from './words';

/** Above so many formulas a file opens with the results it holds, instead of making the officer wait. */
const MOST_RECALCULATED = 6000;
/** How long opening waits for the formulas. */
const PATIENCE = 60_000;

/**
 * Resolves when all is done that the grid put off until the page is idle. It puts off the validation of sheets that are not on show, which looks
 * its workbook up by name and fails where that is gone; what is put off is done in order, so whoever asks last comes after it.
 */
const idle = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve()));

/** What is asked for is done one after another; each asker hears what came of theirs. */
function inOrder<Given extends readonly unknown[], Made>(act: (...given: Given) => Promise<Made>): (...given: Given) => Promise<Made> {
  let last: Promise<unknown> = Promise.resolve();
  return (...given) => {
    const next = (): Promise<Made> => act(...given);
    const made = last.then(next, next);
    last = made;
    return made;
  };
}

/** The open spreadsheet: the grid with the functions in it. */
export interface Grid {
  readonly api: FUniver;
  /** Shows a book in place of the one before, once that is opened whole. Resolves when its formulas are calculated; `recalculated` is false where they were left as saved. */
  open(book: Book, name: string): Promise<{ readonly recalculated: boolean; readonly formulas: number }>;
  /** The workbook as it stands. */
  book(): Book;
  /** The subject of the open workbook's file; null where it has none. It stays with the workbook when it is saved. */
  subject(): string | null;
  /** The grid's own words, and what functions say, in that language from now on. */
  setLanguage(language: Language): Promise<void>;
  /** Told when what the workbook holds changes: cells, sheets. Colours and widths are no change, nor is a result that comes out as it was. */
  onChange(listener: () => void): () => void;
  /** What a function said about the selected cell, and where that is; null where it said nothing. */
  onMessage(listener: (said: { readonly address: string; readonly message: string } | null) => void): () => void;
}

/** What the grid needs: its place in the page, the functions' setting and help, and a place for faults of our own. */
interface GridOptions {
  readonly container: string;
  readonly language: Language;
  readonly setting: (language: Language) => Setting;
  readonly help: FunctionHelp;
  readonly wrong: (name: string, problem: unknown) => void;
}

/** Makes the grid. Functions are registered with the grid's settings, before there is any workbook: later ones would miss its start. */
export function createGrid({ container, language: first, setting, help, wrong }: GridOptions): Grid {
  let language = first;
  const messages = new Map<string, string>();
  const place = (sheetId: string, row: number, column: number): string => `${sheetId},${row},${column}`;
  const presets = [
    UniverSheetsCorePreset({
      container,
      ribbonType: 'simple',
      // Codes and figures as text are common in ledgers, and the pane says what matters about them.
      disableTextFormatAlert: true,
      disableTextFormatMark: true,
      sheets: { disableForceStringAlert: true, disableForceStringMark: true },
      formula: {
        function: gridFunctions(
          () => setting(language),
          (sheetId, row, column, message) => {
            if (message === null) messages.delete(place(sheetId, row, column));
            else messages.set(place(sheetId, row, column), message);
          },
          wrong,
        ),
        description: gridHelp(help),
      },
    }),
    UniverSheetsDataValidationPreset(),
    UniverSheetsFilterPreset(),
    UniverSheetsTablePreset(),
    UniverSheetsConditionalFormattingPreset(),
  ];
  const univer = new Univer({
    logLevel: LogLevel.ERROR,
    locale: LocaleType.ZH_CN,
    locales: { [LocaleType.ZH_CN]: mergeLocales(coreChinese, validationChinese, filterChinese, tableChinese, conditionalChinese) },
  });
  const plugins = new Map<string, (typeof presets)[number]['plugins'][number]>();
  for (const { plugins: wanted } of presets) {
    for (const plugin of wanted) {
      const { pluginName } = Array.isArray(plugin) ? plugin[0] : plugin;
      // Several presets bring the same plugin; the last one's settings stand, at its place.
      plugins.delete(pluginName);
      plugins.set(pluginName, plugin);
    }
  }
  for (const plugin of plugins.values()) {
    if (Array.isArray(plugin)) univer.registerPlugin(plugin[0], plugin[1]);
    else univer.registerPlugin(plugin);
  }
  const api = FUniver.newAPI(univer);
  let opened = 0;
  let subject: string | null = null;
  let unit: string | null = null;
  const listeners = new Set<() => void>();
  const changeListeners = new Set<() => void>();
  const changed = (): void => changeListeners.forEach((tell) => tell());
  const tellAll = (): void => listeners.forEach((tell) => tell());

  return {
    api,

    open: inOrder(async (book: Book, name: string) => {
      const formulas = formulasIn(book);
      const recalculated = formulas <= MOST_RECALCULATED;
      if (unit !== null) {
        await idle();
        api.disposeUnit(unit);
      }
      subject = book.properties?.subject ?? null;
      messages.clear();
      opened += 1;
      unit = `workbook${opened}`;
      const formula = api.getFormula();
      formula.setInitialFormulaComputing(recalculated ? CalculationMode.FORCED : CalculationMode.WHEN_EMPTY);
      const workbook = api.createWorkbook(toGrid(book, unit, name));
      // The grid's own parts start with its first workbook; before, there is nothing to listen to.
      if (opened === 1) {
        api.addEvent(api.Event.SelectionChanged, tellAll);
        formula.calculationResultApplied(tellAll);
        onContentChange(api, changed);
        api.addEvent(api.Event.SheetCreated, changed);
        api.addEvent(api.Event.SheetDeleted, changed);
        api.addEvent(api.Event.SheetNameChanged, changed);
      }
      const done = formulas === 0 ? Promise.resolve() : formula.onCalculationResultApplied(PATIENCE);
      const active = workbook.getSheets()[book.active ?? 0];
      if (active && !active.isSheetHidden()) workbook.setActiveSheet(active);
      await done;
      return { recalculated, formulas };
    }),

    book() {
      const workbook = api.getActiveWorkbook();
      if (!workbook) throw new Error('no workbook is open');
      const model = workbook.getActiveSheet().getInject().get(FormulaDataModel);
      const id = workbook.getId();
      const areas = model.getArrayFormulaRange()[id];
      const filled = model.getArrayFormulaCellData()[id];
      const book = fromGrid(
        workbook.save(),
        {
          formulas: (sheetId) => {
            const sheet = workbook.getSheetBySheetId(sheetId);
            return (row, column) => sheet?.getRange(row, column).getFormula() ?? '';
          },
          spills: (sheetId) => {
            const lines: readonly Readonly<Record<number, IRange>>[] = Object.values(areas?.[sheetId] ?? {});
            return lines.flatMap((line) => Object.values(line));
          },
          spilled: (sheetId, row, column) => present(filled?.[sheetId]?.[row]?.[column]),
        },
        workbook.getActiveSheet().getSheetId(),
      );
      return subject === null ? book : { ...book, properties: { ...book.properties, subject } };
    },

    subject: () => subject,

    async setLanguage(next) {
      if (next === language) return;
      language = next;
      if (next === 'en-US') {
        const { english } = await import('./english');
        api.loadLocales(LocaleType.EN_US, english);
      }
      api.setLocale(next === 'en-US' ? LocaleType.EN_US : LocaleType.ZH_CN);
      // The functions speak when they calculate.
      if (messages.size > 0) api.getFormula().executeCalculation();
    },

    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },

    onMessage(listener) {
      const tell = (): void => {
        const workbook = api.getActiveWorkbook();
        const range = workbook?.getActiveRange();
        const message = range ? messages.get(place(range.getSheetId(), range.getRow(), range.getColumn())) : undefined;
        listener(range && message !== undefined ? { address: range.getA1Notation().split(':')[0] ?? '', message } : null);
      };
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}

function present<T>(value: Nullable<T>): T | undefined {
  return value === null || value === undefined ? undefined : value;
}
