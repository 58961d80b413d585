import { Calculation, cellOf, type CellResult, type FunctionMetadata } from './calculation';
import { RichApi } from './requests';
import { sinceVersion } from './requirement-sets';
import type { RangeTarget } from './objects/range';
import type { Surroundings } from './objects/kind';
import { around, quoteSheet, writeAddress, type Area } from './address';
import type { StandInSheet } from './sheet';
import type { Change, StandInWorkbook } from './workbook';

export type { FunctionMetadata } from './calculation';

/** The two kinds of Excel, which differ in how they talk to an add-in, in their limits, and in what a blank cell is to a function. */
export type Flavour = 'web' | 'desktop';

/** Events a host sends, by the names of office.js. */
export type HostEvent = 'richApiMessage' | 'appCommandInvoked' | 'documentSelectionChanged';

/** What a stand-in may be told to be; what is left out is as the flavour has it. */
export interface StandInOptions {
  readonly flavour?: Flavour;
  readonly locale?: string;
  /** What this Excel can do; set lower to see the add-in degrade. A version like 1.10 must be text. */
  readonly requirements?: Readonly<Record<string, number | string>>;
  /** How a blank cell reaches a custom function: 0 on the desktop, null on the web. */
  readonly blank?: 0 | null | '';
  /** Whether the arguments' addresses are given where the metadata asks for them; left out, as CustomFunctionsRuntime 1.3 has it. */
  readonly addresses?: boolean;
  /** Largest request and answer, in bytes: 5 MB each on the web, none on the desktop. */
  readonly limit?: number;
}

/** What today's Excel can do. */
const allRequirements: Readonly<Record<string, number>> = {
  ExcelApi: 1.15,
  SharedRuntime: 1.2,
  CustomFunctions: 1.9,
  CustomFunctionsRuntime: 1.4,
  CustomXmlParts: 1.1,
  AddinCommands: 1.3,
  RibbonApi: 1.2,
  DialogApi: 1.2,
  Settings: 1.1,
};

const namespace = 'HUIQI';
/** Members of the objects are checked below this version of ExcelApi 1.x. */
const newestApi = 15;
const webLimit = 5_000_000;
/** Numbers by which office.js knows a request and an answer that are too large. */
const tooLargeRequest = 5103;
const tooLargeAnswer = 5104;
/** Numbers of the workbook's events, as their messages carry them. */
const eventCategory = 65536;
const dataChanged = 10;
const selectionChanged = 14;

/**
 * Excel as office.js sees it: it answers requests over a workbook, tells of changes, and calls custom functions. How messages travel is
 * the flavour's business (web.ts, desktop.ts).
 */
export class StandInHost {
  readonly api: RichApi;
  /** What the stand-in could not do; a sound test leaves it empty. */
  readonly faults: string[] = [];
  private readonly calculation: Calculation;
  private readonly tracked = new Map<string, RangeTarget>();
  private readonly commands = new Map<string, () => void>();
  private ready = (): void => undefined;
  private whenReady: Promise<void>;
  private fire: (event: HostEvent, data: readonly unknown[]) => boolean = () => false;

  constructor(
    public workbook: StandInWorkbook,
    private options: StandInOptions = {},
  ) {
    this.whenReady = this.untilReady();
    this.calculation = new Calculation({
      workbook: () => this.workbook,
      namespace,
      blank: () => (this.options.blank === undefined ? (this.flavour === 'web' ? null : 0) : this.options.blank),
      runs: () => this.has('CustomFunctionsRuntime', 1),
      addresses: () => this.options.addresses ?? this.has('CustomFunctionsRuntime', 3),
      send: (calls) => {
        if (!this.fire('richApiMessage', calls)) throw new Error('No add-in takes calls of functions.');
      },
      fault: (text) => this.faults.push(text),
    });
    const surroundings: Surroundings = {
      tracked: this.tracked,
      workbook: () => this.workbook,
      functionsReady: () => {
        this.ready();
      },
      lacks: (member) => this.minor('ExcelApi') < newestApi && sinceVersion(member) > this.minor('ExcelApi'),
      functionResults: (rows) => {
        this.calculation.settle(rows);
      },
    };
    this.api = new RichApi(surroundings, this.faults);
    this.open(workbook);
  }

  get flavour(): Flavour {
    return this.options.flavour ?? 'web';
  }

  get locale(): string {
    return this.options.locale ?? 'zh-CN';
  }

  get requirements(): Readonly<Record<string, number | string>> {
    return this.options.requirements ?? allRequirements;
  }

  /** Minor version of a set's 1.x; NaN where Excel does not have it. */
  private minor(set: string): number {
    return Number(String(this.requirements[set]).split('.')[1]);
  }

  private has(set: string, minor: number): boolean {
    return this.minor(set) >= minor;
  }

  /** Shows another workbook to the same add-in, perhaps in another kind of Excel; office.js lives as long as its window. */
  open(workbook: StandInWorkbook, options: StandInOptions = this.options): void {
    this.workbook = workbook;
    this.options = options;
    this.tracked.clear();
    this.calculation.open();
    workbook.listeners.push((change) => {
      if (this.workbook !== workbook) return;
      this.tellChange(change);
      this.calculation.changed(change);
    });
    workbook.selectionListeners.push(() => {
      if (this.workbook === workbook) this.tellSelection();
    });
  }

  // ---- what a flavour needs

  /** Where events go; `fire` says whether the add-in listens. A new window of the add-in starts anew. */
  connect(fire: (event: HostEvent, data: readonly unknown[]) => boolean): void {
    this.fire = fire;
    this.tracked.clear();
    this.whenReady = this.untilReady();
  }

  /** Runs one request of office.js: an error number, or the answer's text. */
  process(body: string): { readonly error: number; readonly body: string } {
    const limit = this.options.limit ?? (this.flavour === 'web' ? webLimit : Infinity);
    const asked = Buffer.byteLength(body);
    this.api.countBytes('bytesIn', asked);
    if (asked > limit) return { error: tooLargeRequest, body: '' };
    const answer = JSON.stringify(this.api.process(JSON.parse(body)));
    const given = Buffer.byteLength(answer);
    this.api.countBytes('bytesOut', given);
    return given > limit ? { error: tooLargeAnswer, body: '' } : { error: 0, body: answer };
  }

  savedSettings(): [string, string][] {
    return [...this.workbook.settings].map(([key, value]) => [key, JSON.stringify(value)]);
  }

  saveSettings(pairs: readonly (readonly [string, string])[]): void {
    for (const [key, value] of pairs) this.workbook.settings.set(key, JSON.parse(value));
  }

  commandDone(id: string): void {
    this.commands.get(id)?.();
    this.commands.delete(id);
  }

  /** What goes wrong inside is kept as well, for the add-in may swallow it. */
  keepingFaults<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.faults.push(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  // ---- what a test does

  /** Resolves when the add-in's runtime takes custom-function calls. */
  get functionsReady(): Promise<void> {
    return this.whenReady;
  }

  /**
   * Which functions exist: the functions.json the manifest names. `takeErrors` is its allowErrorForDataTypeAny: without it Excel shows an
   * error among the arguments and does not call.
   */
  install(functions: readonly FunctionMetadata[], takeErrors = false): void {
    this.calculation.install(functions, takeErrors);
  }

  /** Calculates a formula as if it stood in `cell`; gives what the cells would show. */
  calculate(formula: string, sheet: StandInSheet = this.workbook.active, cell = 'Z1'): Promise<CellResult[][]> {
    return this.calculation.calculate(formula, cellOf(this.workbook, `${quoteSheet(sheet.name)}!${cell}`));
  }

  /** Puts formulas into cells, calculates all of them in one tick as Excel does, and waits for the results. */
  async enter(entries: readonly { readonly sheet?: StandInSheet; readonly cell: string; readonly formula: string }[]): Promise<void> {
    const areas = new Map<StandInSheet, Area>();
    for (const { sheet = this.workbook.active, cell, formula } of entries) {
      const { row, column } = cellOf(this.workbook, `${quoteSheet(sheet.name)}!${cell}`);
      sheet.put(row, column, { value: 0, formula });
      const place = { row, column, rows: 1, columns: 1 };
      const before = areas.get(sheet);
      areas.set(sheet, before ? around(before, place) : place);
    }
    for (const [sheet, area] of areas) this.workbook.tell({ sheet, area, source: 'Local' });
    await this.settled();
  }

  /** Resolves when no cell is being calculated any more. */
  settled(): Promise<void> {
    return this.calculation.settled();
  }

  /** Presses a ribbon button that runs a function of the add-in; resolves when the function says it is done. */
  runCommand(control: string, functionName: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.commands.set(control, resolve);
      if (!this.fire('appCommandInvoked', [control, functionName, JSON.stringify({ source: { id: control } })]))
        reject(new Error('No add-in takes ribbon commands.'));
    });
  }

  private untilReady(): Promise<void> {
    return new Promise((resolve) => {
      this.ready = resolve;
    });
  }

  /** Sheet changes reach the add-in whether it listens to one sheet or to all. */
  private tellChange({ sheet, area, source }: Change): void {
    const data = JSON.stringify({
      changeType: 'RangeEdited',
      source,
      worksheetId: sheet.id,
      address: writeAddress(area),
      triggerSource: 'Unknown',
      shiftDirection: 'None',
    });
    this.tellSheet(dataChanged, sheet, data);
  }

  private tellSelection(): void {
    const { sheet, area } = this.workbook.selection;
    this.tellSheet(selectionChanged, sheet, JSON.stringify({ worksheetId: sheet.id, address: writeAddress(area) }));
    this.fire('documentSelectionChanged', []);
  }

  private tellSheet(type: number, sheet: StandInSheet, data: string): void {
    this.fire('richApiMessage', [
      [eventCategory, type, sheet.id, data, 0, false],
      [eventCategory, type, 'Workbook', data, 0, false],
    ]);
  }
}
