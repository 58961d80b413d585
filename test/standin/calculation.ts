/** How Excel calculates cells that call custom functions: when, with what, and what the cells show then. */
import { around, inside, overlap, quoteSheet, readAddress, splitReference, writeAddress, type Area } from './address';
import { callsNamespace, handOver, readCall, type Call, type Source } from './formula';
import { isRecord, listOf } from './json';
import type { StandInSheet, Value } from './sheet';
import type { Change, StandInWorkbook } from './workbook';

/** The part of functions.json the host needs to call a function. */
export interface FunctionMetadata {
  readonly id: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly optional?: boolean;
    readonly type?: string;
    readonly dimensionality?: string;
    readonly repeating?: boolean;
  }[];
  readonly options?: {
    readonly requiresAddress?: boolean;
    readonly requiresParameterAddresses?: boolean;
    readonly stream?: boolean;
    readonly cancelable?: boolean;
  };
}

/** A value or an error, as a cell shows it, and what the function said of an error. */
export interface CellResult {
  readonly value: Value;
  readonly message?: string;
}

/** What calculation asks of the host around it. */
interface CalculationPorts {
  readonly workbook: () => StandInWorkbook;
  readonly namespace: string;
  readonly blank: () => 0 | null | '';
  readonly addresses: () => boolean;
  /** Whether this Excel has custom functions at all. */
  readonly runs: () => boolean;
  /** Sends the calls of one tick; the answers come through `settle`. */
  readonly send: (calls: readonly (readonly unknown[])[]) => void;
  readonly fault: (text: string) => void;
}

interface Formula {
  readonly sheet: StandInSheet;
  readonly row: number;
  readonly column: number;
  readonly text: string;
  sources: readonly Source[];
  /** Cells its result fills. */
  filled: Area | null;
  /** Cells it would fill if nothing stood there. */
  blocked: Area | null;
}

/** The numbers of errors a function answers with. */
const errorTexts: Readonly<Record<number, string>> = { 1: '#N/A', 5: '#DIV/0!', 6: '#NUM!', 7: '#VALUE!', 8: '#NULL!' };
/** So many cells are looked at one by one; of larger areas only the part in use. */
const fewCells = 1000;
const functionCall = { category: 1, type: 1000 } as const;
/** What office.js is told of a call: that it may be cancelled; that errors among its arguments are to be made its own. */
const callFlags = { cancelable: 1, errors: 4 } as const;

/** The calculating side of one host. */
export class Calculation {
  private functions: readonly FunctionMetadata[] = [];
  private takeErrors = false;
  private readonly formulas = new Map<StandInSheet, Map<string, Formula>>();
  /** Around everything that formulas read, by sheet. */
  private readonly read = new Map<StandInSheet, Area>();
  private readonly waiting = new Map<number, (result: CellResult | Value[][]) => void>();
  private calls: unknown[][] = [];
  private readonly running = new Set<Promise<void>>();
  private made = 0;

  constructor(private readonly ports: CalculationPorts) {}

  /** Which functions exist: the functions.json the manifest names; `takeErrors` is its allowErrorForDataTypeAny. */
  install(functions: readonly FunctionMetadata[], takeErrors: boolean): void {
    for (const { id, parameters, options } of functions)
      if (parameters.some(({ repeating }) => repeating === true) || options?.stream === true)
        throw new Error(`The stand-in host does not cover ${id}: repeating parameters and streams.`);
    this.functions = functions;
    this.takeErrors = takeErrors;
  }

  /** Forgets the formulas of a workbook that is no longer shown, and finds those of the one that is. */
  open(): void {
    this.formulas.clear();
    this.read.clear();
    this.waiting.clear();
  }

  /** After cells changed: new formulas are taken up, and all that depend on the area are calculated again. */
  changed({ sheet, area }: Change): void {
    const due = new Set<Formula>();
    const cells = area.rows * area.columns <= fewCells ? area : sheet.used(false, area);
    if (cells)
      sheet.matrix(cells, (cell, row, column) => {
        if (cell?.formula !== undefined) due.add(this.take(sheet, row, column, cell.formula));
        else this.drop(sheet, row, column);
      });
    for (const formula of this.dependents(sheet, area)) due.add(formula);
    for (const formula of this.formulas.get(sheet)?.values() ?? [])
      if (formula.blocked !== null && overlap(formula.blocked, area) !== null) due.add(formula);
    this.start(due);
  }

  /** Resolves when no cell shows #BUSY! any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private take(sheet: StandInSheet, row: number, column: number, text: string): Formula {
    let own = this.formulas.get(sheet);
    if (!own) this.formulas.set(sheet, (own = new Map<string, Formula>()));
    this.drop(sheet, row, column);
    const formula: Formula = { sheet, row, column, text, sources: [], filled: null, blocked: null };
    own.set(`${row},${column}`, formula);
    return formula;
  }

  /** Forgets the formula that stood in a cell, and takes away what it spilled. */
  private drop(sheet: StandInSheet, row: number, column: number): void {
    const own = this.formulas.get(sheet);
    const before = own?.get(`${row},${column}`);
    if (!before) return;
    own?.delete(`${row},${column}`);
    clearSpill(before);
  }

  private dependents(sheet: StandInSheet, area: Area): Formula[] {
    const read = this.read.get(sheet);
    if (!read || overlap(read, area) === null) return [];
    return [...this.formulas.values()].flatMap((own) =>
      [...own.values()].filter((formula) =>
        formula.sources.some((source) => source.sheet === sheet && overlap(source.area, area) !== null),
      ),
    );
  }

  private start(formulas: Iterable<Formula>): void {
    for (const formula of formulas) {
      const work = this.run(formula).finally(() => {
        this.running.delete(work);
      });
      this.running.add(work);
    }
  }

  private async run(formula: Formula): Promise<void> {
    const { sheet, row, column, text } = formula;
    clearSpill(formula);
    show(sheet, row, column, text, { value: '#BUSY!' });
    const results = await this.calculate(text, formula, (sources) => {
      formula.sources = sources;
      for (const source of sources) {
        const read = this.read.get(source.sheet);
        this.read.set(source.sheet, read ? around(read, source.area) : source.area);
      }
    });
    // The cell may hold something else by now.
    if (sheet.cell(row, column)?.formula !== text) return;
    const wanted = { row, column, rows: results.length, columns: results[0]?.length ?? 1 };
    formula.blocked = isBlocked(sheet, wanted) ? wanted : null;
    formula.filled = formula.blocked === null ? wanted : at(formula);
    fill(formula, formula.blocked === null ? results : [[{ value: '#SPILL!' }]]);
    this.start(this.dependents(sheet, formula.filled).filter((each) => each !== formula));
  }

  /** What a formula in a cell would show, as rows. `needs` is told what it depends on. */
  async calculate(
    text: string,
    cell: { readonly sheet: StandInSheet; readonly row: number; readonly column: number },
    needs: (sources: readonly Source[]) => void = () => undefined,
  ): Promise<CellResult[][]> {
    const workbook = this.ports.workbook();
    let call: Call | null;
    try {
      call = readCall(text, this.ports.namespace, workbook, cell);
      const plain = call === null && !callsNamespace(text, this.ports.namespace) ? workbook.resolve(text.slice(1), cell.sheet, cell) : null;
      if (plain) {
        needs([{ ...plain, asText: false }]);
        return plain.sheet.matrix(plain.area, (each) => ({ value: each === undefined || each.value === '' ? 0 : each.value }));
      }
      if (call === null) throw new Error(`The stand-in host cannot calculate ${text}.`);
    } catch (error) {
      this.ports.fault(error instanceof Error ? error.message : String(error));
      return [[{ value: '#NAME?' }]];
    }
    const { id, given } = call;
    needs(given.flatMap((argument) => (argument !== null && 'source' in argument ? [argument.source] : [])));
    const found = this.ports.runs() ? this.functions.find((each) => each.id === id) : undefined;
    if (!found) return [[{ value: '#NAME?' }]];
    const missing = found.parameters.some((parameter, index) => parameter.optional !== true && index >= given.length);
    if (missing || given.length > found.parameters.length) return [[{ value: '#VALUE!' }]];
    const handed = found.parameters.map((_parameter, index) => handOver(given[index] ?? null, this.ports.blank()));
    const error = this.takeErrors ? undefined : handed.flatMap(({ value }) => errorsIn(value))[0];
    if (error !== undefined) return [[{ value: error }]];
    const result = await this.call(found, handed, `${quoteSheet(cell.sheet.name)}!${writeAddress(at(cell))}`);
    return Array.isArray(result) ? result.map((row) => row.map(cellResult)) : [[result]];
  }

  private call(
    found: FunctionMetadata,
    handed: readonly { readonly value: unknown; readonly address: string }[],
    address: string,
  ): Promise<CellResult | Value[][]> {
    const id = this.made;
    this.made += 1;
    const asked = found.options?.requiresParameterAddresses === true && this.ports.addresses();
    const own = asked || found.options?.requiresAddress === true;
    const entry = [
      id,
      found.id,
      handed.map(({ value }) => value),
      own ? address : null,
      (found.options?.cancelable === true ? callFlags.cancelable : 0) + (this.takeErrors ? callFlags.errors : 0),
      asked ? handed.map((each) => each.address) : null,
    ];
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      // All calls of one tick travel together, as when Excel calculates a sheet.
      if (this.calls.length === 0)
        setTimeout(() => {
          this.ports.send(this.calls.splice(0));
        }, 0);
      this.calls.push([functionCall.category, functionCall.type, '', JSON.stringify(entry), 0, false]);
    });
  }

  /** Results, as rows `[id, ok, value, errorCode]`. */
  settle(rows: readonly unknown[]): void {
    for (const row of rows) {
      if (!Array.isArray(row)) throw new Error('The stand-in host expects results as rows.');
      const parts: readonly unknown[] = row;
      const [id, ok, value, code] = parts;
      if (typeof id !== 'number') throw new Error('The stand-in host expects the number of a call.');
      const done = this.waiting.get(id);
      this.waiting.delete(id);
      if (!done) continue;
      if (ok === true) done(Array.isArray(value) ? value : cellResult(value));
      else {
        const shown = typeof code === 'number' ? (errorTexts[code] ?? '#VALUE!') : '#VALUE!';
        done(typeof value === 'string' && value !== '' ? { value: shown, message: value } : { value: shown });
      }
    }
  }
}

const at = ({ row, column }: { readonly row: number; readonly column: number }): Area => ({ row, column, rows: 1, columns: 1 });

/** Where `台账!B2`, `B2` or a name leads, as one cell of a sheet. */
export function cellOf(workbook: StandInWorkbook, reference: string): { sheet: StandInSheet; row: number; column: number } {
  const { sheet, address } = splitReference(reference);
  const area = readAddress(address);
  if (!area) throw new Error(`${reference} is no cell.`);
  return { sheet: sheet === null ? workbook.active : workbook.sheetNamed(sheet), row: area.row, column: area.column };
}

/** Errors among the cells a function would be handed. */
const errorsIn = (given: unknown): string[] =>
  listOf(given)
    .flatMap((row) => listOf(row))
    .flatMap((cell) => (isRecord(cell) && typeof cell['code'] === 'string' ? [cell['code']] : []));

/** A cell of an array result: plain values stay, errors carry their own text. null shows as 0, as in Excel. */
function cellResult(value: unknown): CellResult {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { value };
  if (value === null) return { value: 0 };
  if (isRecord(value) && 'basicValue' in value) return cellResult(value['basicValue']);
  if (isRecord(value) && 'errorCode' in value) return { value: errorTexts[Number(value['errorCode'])] ?? '#VALUE!' };
  throw new Error(`The stand-in host cannot show ${JSON.stringify(value)}.`);
}

/** Takes away what a formula spilled before. */
function clearSpill(formula: Formula): void {
  if (formula.filled === null) return;
  const origin = `${formula.row},${formula.column}`;
  formula.sheet.matrix(formula.filled, (cell, row, column) => {
    if (cell?.spilledFrom === origin)
      formula.sheet.put(row, column, { value: '', ...(cell.format === undefined ? {} : { format: cell.format }) });
  });
  formula.filled = null;
}

function show(sheet: StandInSheet, row: number, column: number, formula: string | null, { value, message }: CellResult, origin = ''): void {
  const format = sheet.cell(row, column)?.format;
  const error = typeof value === 'string' && (Object.values(errorTexts).includes(value) || ['#BUSY!', '#SPILL!', '#NAME?'].includes(value));
  sheet.put(row, column, {
    value,
    ...(formula === null ? { spilledFrom: origin } : { formula }),
    ...(format === undefined ? {} : { format }),
    ...(error ? { error } : {}),
    ...(message === undefined ? {} : { message }),
  });
}

/** Whether something is in the way of a result: another cell, merged cells, the sheet's end. */
function isBlocked(sheet: StandInSheet, area: Area): boolean {
  if (area.rows === 1 && area.columns === 1) return false;
  const others = sheet.matrix(area, (cell, row, column) => (row !== area.row || column !== area.column) && (cell?.value ?? '') !== '');
  return !inside(area) || others.flat().includes(true) || sheet.merges.some((merge) => overlap(merge, area) !== null);
}

/** Shows a result in the cell of its formula and those it spills into. */
function fill({ sheet, row, column, text }: Formula, results: readonly (readonly CellResult[])[]): void {
  results.forEach((line, r) => {
    line.forEach((result, c) => {
      show(sheet, row + r, column + c, r === 0 && c === 0 ? text : null, result, `${row},${column}`);
    });
  });
}
