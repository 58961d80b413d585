import type { RangeTarget, Surroundings } from './objects';
import { RichApi } from './richapi';
import { columnLetters, quoteSheet, readAddress, splitReference, writeAddress } from './workbook';
import type { Change, StandInSheet, StandInWorkbook, Value } from './workbook';

/** The part of functions.json the host needs to call a function. */
export interface FunctionMetadata {
  readonly id: string;
  readonly parameters: readonly { readonly name: string; readonly optional?: boolean }[];
  readonly options?: { readonly requiresAddress?: boolean; readonly requiresParameterAddresses?: boolean };
}

export interface StandInOptions {
  readonly locale?: string;
  /** What this Excel can do; set lower to see the add-in degrade. */
  readonly requirements?: Readonly<Record<string, number>>;
  /** How a blank cell reaches a custom function: 0 on the desktop, null on the web. */
  readonly blank?: 0 | null | '';
  /** Whether the arguments' addresses are given where the metadata asks for them. */
  readonly addresses?: boolean;
  /** Largest request and answer, in bytes; the web allows 5 MB each. */
  readonly limit?: number;
  readonly namespace?: string;
}

/** A value or an error, as a cell shows it. */
export interface CellResult {
  readonly value: Value;
  readonly message?: string;
}

interface Message {
  readonly [key: string]: unknown;
}

const defaultRequirements = {
  ExcelApi: 1.15,
  SharedRuntime: 1.2,
  CustomFunctions: 1.9,
  CustomFunctionsRuntime: 1.4,
  AddinCommands: 1.3,
  RibbonApi: 1.2,
};
const version = 1;
/** What the host calls and answers by number. */
const dispatch = { richApi: 93, saveSettings: 76, commandDone: 94 } as const;
const tooLargeRequest = 5103;
const tooLargeAnswer = 5104;
const errorTexts: Readonly<Record<number, string>> = { 1: '#N/A', 5: '#DIV/0!', 6: '#NUM!', 7: '#VALUE!', 8: '#NULL!' };

const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Length in UTF-8; jsdom has no TextEncoder. */
function bytes(text: string): number {
  let length = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? Infinity;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/**
 * Excel as office.js sees it on the web: it answers the messages of the add-in's window and calls its custom functions. The window is
 * someone else's: jsdom.ts puts office.js beside it in one process; a page can hold the add-in in a frame.
 */
export class StandInHost {
  readonly api: RichApi;
  /** Resolves when the add-in's runtime takes custom-function calls. */
  readonly functionsReady: Promise<void>;
  private readonly around: Surroundings;
  private readonly registered = new Map<string, Message>();
  private readonly pending = new Map<number, (result: CellResult | Value[][]) => void>();
  private metadata: readonly FunctionMetadata[] = [];
  private readonly calls: unknown[] = [];
  private invocations = 0;
  private post: (message: string) => void = () => {
    throw new Error('The stand-in host is not connected.');
  };

  constructor(
    public workbook: StandInWorkbook,
    private options: StandInOptions = {},
  ) {
    let ready: () => void = () => undefined;
    this.functionsReady = new Promise((resolve) => {
      ready = resolve;
    });
    const opened = (): StandInWorkbook => this.workbook;
    this.around = {
      get workbook() {
        return opened();
      },
      tracked: new Map<string, RangeTarget>(),
      functionsReady: () => {
        ready();
      },
      functionResults: (rows) => {
        for (const row of rows) this.settle(row);
      },
    };
    this.api = new RichApi(this.around);
    this.open(workbook);
  }

  /** Shows another workbook to the same add-in, perhaps in another kind of Excel; office.js lives as long as its window. */
  open(workbook: StandInWorkbook, options: StandInOptions = this.options): void {
    this.workbook = workbook;
    this.options = options;
    this.around.tracked.clear();
    workbook.listeners.push((change) => {
      if (this.workbook === workbook) this.tellChange(change);
    });
  }

  /** Where messages to the add-in go. */
  connect(post: (message: string) => void): void {
    this.post = post;
  }

  /** Which functions exist: the functions.json the manifest names. */
  install(metadata: readonly FunctionMetadata[]): void {
    this.metadata = metadata;
  }

  /** A message of the add-in. What goes wrong here is also kept, for the add-in may swallow it. */
  receive(text: string): void {
    try {
      this.answer(text);
    } catch (error) {
      this.api.faults.push(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  private answer(text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isMessage(message) || message['_messageType'] !== 0) return;
    const name = String(message['_actionName']);
    if (message['_actionType'] === 1) {
      this.registered.set(name, message);
      this.reply(message, { Error: 0, Version: version });
    } else if (message['_actionType'] === 2) {
      this.registered.delete(name);
      this.reply(message, { Error: 0, Version: version });
    } else if (name === 'ContextActivationManager_getAppContextAsync') this.reply(message, this.appContext());
    else if (name === 'ContextActivationManager_notifyHost') this.reply(message, { Error: 0 });
    else if (name === 'executeMethod') this.execute(message);
    else throw new Error(`The stand-in host does not cover the message ${name}.`);
  }

  /** Calculates a formula as if it stood in `cell`; gives what the cells would show. */
  async calculate(formula: string, sheet: StandInSheet = this.workbook.active, cell = 'Z1'): Promise<CellResult[][]> {
    const prefix = `=${this.options.namespace ?? 'HUIQI'}.`;
    const match = /^([A-Z0-9_.]+)\((.*)\)$/s.exec(formula.startsWith(prefix) ? formula.slice(prefix.length) : '');
    const found = this.metadata.find(({ id }) => id === match?.[1]);
    if (!match || !found) return [[{ value: '#NAME?' }]];
    const sources = splitArguments(match[2] ?? '');
    if (sources.length > found.parameters.length) return [[{ value: '#VALUE!' }]];
    if (found.parameters.some((parameter, index) => parameter.optional !== true && sources[index] === undefined))
      return [[{ value: '#VALUE!' }]];
    const given = found.parameters.map((_parameter, index) => this.argument(sources[index] ?? '', sheet));
    const result = await this.call(found, given, `${quoteSheet(sheet.name)}!${cell}`);
    return Array.isArray(result) ? result.map((row) => row.map(cellResult)) : [[result]];
  }

  /** Puts formulas into cells, calculates all of them in one tick as Excel does, and spills the results. */
  async enter(entries: readonly { readonly sheet?: StandInSheet; readonly cell: string; readonly formula: string }[]): Promise<void> {
    await Promise.all(
      entries.map(async ({ sheet = this.workbook.active, cell, formula }) => {
        const area = readAddress(cell);
        if (!area) throw new Error(`${cell} is no cell.`);
        sheet.put(area.row, area.column, { value: '#BUSY!', formula, error: true });
        spill(sheet, area.row, area.column, formula, await this.calculate(formula, sheet, cell));
      }),
    );
  }

  private call(found: FunctionMetadata, given: readonly Argument[], address: string): Promise<CellResult | Value[][]> {
    const id = this.invocations;
    this.invocations += 1;
    const asked = found.options?.requiresParameterAddresses === true && this.options.addresses !== false;
    const own = asked || found.options?.requiresAddress === true;
    const entry = [
      id,
      found.id,
      given.map(({ value }) => value),
      own ? address : null,
      0,
      asked ? given.map(({ address }) => address) : null,
    ];
    return new Promise((resolve) => {
      this.pending.set(id, resolve);
      // All calls of one tick travel together, as when Excel calculates a sheet.
      if (this.calls.length === 0)
        setTimeout(() => {
          this.fire('richApiMessage', { ArrayData: this.calls.splice(0) });
        }, 0);
      this.calls.push([1, 1000, '', JSON.stringify(entry), 0, false]);
    });
  }

  /** What a source text of a formula hands to a function whose parameters are all `any[][]`. */
  private argument(source: string, sheet: StandInSheet): Argument {
    const text = source.trim();
    if (text === '') return { value: null, address: '' };
    const literal = literalOf(text);
    if (literal !== undefined) return { value: [[literal]], address: '' };
    if (text.startsWith('{') && text.endsWith('}'))
      return {
        value: text
          .slice(1, -1)
          .split(';')
          .map((row) => splitArguments(row).map((each) => literalOf(each) ?? each)),
        address: '',
      };
    const asText = text.endsWith('&""');
    const parts = splitReference(asText ? text.slice(0, -3) : text);
    const owner = parts.sheet === null ? sheet : this.workbook.sheet(parts.sheet);
    const area = readAddress(parts.address);
    if (!owner || !area) throw new Error(`The stand-in host cannot calculate ${source}.`);
    const values = owner.matrix(area, (cell): unknown => {
      if (asText) return cell === undefined ? '' : String(cell.value);
      if (cell === undefined || (cell.value === '' && cell.formula === undefined))
        return this.options.blank === undefined ? null : this.options.blank;
      return cell.value;
    });
    return { value: values, address: asText ? '' : `${quoteSheet(owner.name)}!${writeAddress(area)}` };
  }

  /** A row `[id, ok, value, errorCode]` of results. */
  private settle(row: unknown): void {
    if (!Array.isArray(row)) throw new Error('The stand-in host expects results as rows.');
    const parts: unknown[] = row;
    const [id, ok, value, code] = parts;
    const done = typeof id === 'number' ? this.pending.get(id) : undefined;
    if (!done || typeof id !== 'number') return;
    this.pending.delete(id);
    if (ok !== true) {
      const text = typeof code === 'number' ? (errorTexts[code] ?? '#VALUE!') : '#VALUE!';
      done(typeof value === 'string' && value !== '' ? { value: text, message: value } : { value: text });
    } else done(Array.isArray(value) ? value : cellResult(value));
  }

  private execute(message: Message): void {
    const data = isMessage(message['_data']) ? message['_data'] : {};
    const method = isMessage(data['DdaMethod']) ? data['DdaMethod']['DispatchId'] : undefined;
    if (method === dispatch.richApi) {
      const body = Array.isArray(data['ArrayData']) ? String(data['ArrayData'][4]) : '';
      const limit = this.options.limit ?? Infinity;
      this.api.count.bytesIn += bytes(body);
      if (bytes(body) > limit) {
        this.reply(message, { Error: tooLargeRequest, Version: version });
        return;
      }
      const answer = JSON.stringify(this.api.process(JSON.parse(body)));
      this.api.count.bytesOut += bytes(answer);
      if (bytes(answer) > limit) this.reply(message, { Error: tooLargeAnswer, Version: version });
      else this.reply(message, { Error: 0, Version: version, Data: [200, ['CONTENT-TYPE', 'application/json'], answer] });
    } else if (method === dispatch.saveSettings) {
      const given = isMessage(data['DdaSettingsMethod']) ? data['DdaSettingsMethod']['Properties'] : [];
      for (const pair of Array.isArray(given) ? given : [])
        if (Array.isArray(pair)) this.workbook.settings.set(String(pair[0]), JSON.parse(String(pair[1])));
      this.reply(message, { Error: 0, Version: version });
    } else if (method === dispatch.commandDone) this.reply(message, { Error: 0, Version: version });
    else throw new Error(`The stand-in host does not cover method ${String(method)}.`);
  }

  private appContext(): Message {
    const locale = this.options.locale ?? 'zh-CN';
    return {
      _id: 'standin',
      _appName: 16,
      _appVersion: '16.00',
      _appUILocale: locale,
      _dataLocale: locale,
      _docUrl: 'https://standin.invalid/ledger.xlsx',
      _clientMode: 1,
      _settings: [],
      _reason: 'DocumentOpened',
      _osfControlType: 1,
      _appInstanceId: 'standin',
      _requirementMatrix: JSON.stringify(this.options.requirements ?? defaultRequirements),
      _hostFullVersion: '16.0.18000.10000',
      _initialDisplayMode: 2,
    };
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
    this.fire('richApiMessage', {
      ArrayData: [
        [65536, 10, sheet.id, data, 0, false],
        [65536, 10, 'Workbook', data, 0, false],
      ],
    });
  }

  private fire(name: string, data: Message): void {
    const registration = this.registered.get(name);
    if (registration) this.send(registration, data, 1);
  }

  private reply(request: Message, data: Message): void {
    this.send(request, data, 0);
  }

  private send(request: Message, data: Message, responseType: 0 | 1): void {
    this.post(
      JSON.stringify({
        _messageType: 1,
        _actionName: request['_actionName'],
        _conversationId: request['_conversationId'],
        _correlationId: request['_correlationId'],
        _origin: 'https://excel.officeapps.live.com',
        _data: data,
        _errorCode: 0,
        _responseType: responseType,
        _serializerVersion: version,
      }),
    );
  }
}

interface Argument {
  readonly value: unknown;
  /** "" where the argument is no reference. */
  readonly address: string;
}

function literalOf(text: string): Value | undefined {
  const trimmed = text.trim();
  const quoted = /^"((?:[^"]|"")*)"$/s.exec(trimmed);
  if (quoted) return (quoted[1] ?? '').replaceAll('""', '"');
  if (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?%?$/i.test(trimmed))
    return trimmed.endsWith('%') ? Number(trimmed.slice(0, -1)) / 100 : Number(trimmed);
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true';
  return undefined;
}

/** Cuts at commas that stand outside quotes and brackets. */
function splitArguments(source: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let depth = 0;
  for (const letter of source) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && (letter === '(' || letter === '{')) depth += 1;
    if (!quoted && (letter === ')' || letter === '}')) depth -= 1;
    if (letter === ',' && !quoted && depth === 0) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  if (parts.length > 0 || part.trim() !== '') parts.push(part);
  return parts;
}

/** A cell of an array result: plain values stay, errors carry their own text. null shows as 0, as in Excel. */
function cellResult(value: unknown): CellResult {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { value };
  if (value === null) return { value: 0 };
  if (isMessage(value) && 'basicValue' in value) return cellResult(value['basicValue']);
  if (isMessage(value) && 'errorCode' in value) return { value: errorTexts[Number(value['errorCode'])] ?? '#VALUE!' };
  throw new Error(`The stand-in host cannot show ${JSON.stringify(value)}.`);
}

function spill(sheet: StandInSheet, row: number, column: number, formula: string, results: readonly (readonly CellResult[])[]): void {
  const origin = `${row},${column}`;
  const blocked = results.some((line, r) =>
    line.some((_result, c) => {
      const there = sheet.cell(row + r, column + c);
      return (r > 0 || c > 0) && there !== undefined && there.value !== '' && there.spilledFrom !== origin;
    }),
  );
  if (blocked) {
    sheet.put(row, column, { value: '#SPILL!', formula, error: true });
    return;
  }
  results.forEach((line, r) =>
    line.forEach(({ value, message }, c) => {
      const error = typeof value === 'string' && Object.values(errorTexts).includes(value);
      sheet.put(row + r, column + c, {
        value,
        ...(r === 0 && c === 0 ? { formula } : { spilledFrom: origin }),
        ...(error ? { error } : {}),
        ...(message === undefined ? {} : { message }),
      });
    }),
  );
}

/** `C7` of a row and column, for messages of tests. */
export const cellName = (row: number, column: number): string => `${columnLetters(column)}${row + 1}`;
