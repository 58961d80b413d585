import {
  ArrayValueObject,
  BaseFunction,
  ErrorType,
  ErrorValueObject,
  FunctionType,
  NullValueObject,
  StringValueObject,
  ValueObjectFactory,
  type BaseValueObject,
  type IFunctionInfo,
} from '@univerjs/preset-sheets-core';
import { catalogue, namespace, type CatalogueEntry } from '../functions/catalogue';
import { CellProblem } from '../functions/cells';
import type { Setting } from '../functions/setting';

/** What a function said about a cell beside its error value: where, and the sentence. */
type SayAbout = (sheetId: string, row: number, column: number, message: string | null) => void;

/** functions.json, as far as the grid's help needs it. */
export interface FunctionHelp {
  readonly functions: readonly {
    readonly id: string;
    readonly description: string;
    readonly parameters: readonly { readonly name: string; readonly description: string; readonly optional?: boolean }[];
  }[];
}

/** A value of the grid as the functions take it: a blank cell is null and never 0. */
function plain(value: BaseValueObject): unknown {
  if (value.isNull()) return null;
  if (value instanceof ErrorValueObject) return { fault: 'error', text: value.getErrorType() };
  return value.getValue();
}

function argument(value: BaseValueObject): unknown {
  if (!(value instanceof ArrayValueObject)) return value.isNull() ? null : [[plain(value)]];
  const rows: unknown[][] = [];
  for (let row = 0; row < value.getRowCount(); row += 1) {
    const line: unknown[] = [];
    for (let column = 0; column < value.getColumnCount(); column += 1) {
      const cell = value.get(row, column);
      line.push(cell ? plain(cell) : null);
    }
    rows.push(line);
  }
  return rows;
}

function shown(value: unknown): BaseValueObject {
  if (value instanceof CellProblem)
    return ErrorValueObject.create(value.code === 'notAvailable' ? ErrorType.NA : ErrorType.VALUE, value.message);
  // Text stays text: a result such as "0012" is no number.
  if (typeof value === 'string') return StringValueObject.create(value);
  if (typeof value === 'number' || typeof value === 'boolean') return ValueObjectFactory.create(value);
  return NullValueObject.create();
}

/**
 * A function of the catalogue as a class of the grid. The grid's shorter way (`registerFunction`) hands blank cells over as 0; this one asks `isNull`.
 * An exception would end the whole calculation, so everything thrown ends as an error value here.
 */
function classOf(
  entry: CatalogueEntry,
  setting: () => Setting,
  say: SayAbout,
  wrong: (name: string, problem: unknown) => void,
): typeof BaseFunction {
  return class extends BaseFunction {
    override minParams = 0;
    override maxParams = 255;

    override calculate(...values: BaseValueObject[]): BaseValueObject {
      const tell = (message: string | null): void => say(this.subUnitId ?? '', this.row, this.column, message);
      try {
        const rows = entry.run(values.map(argument), setting());
        const first = rows[0]?.[0];
        tell(first instanceof CellProblem ? first.message : null);
        if (rows.length === 1 && rows[0]?.length === 1) return shown(first);
        return ArrayValueObject.create({
          calculateValueList: rows.map((row) => row.map(shown)),
          rowCount: rows.length,
          columnCount: rows[0]?.length ?? 0,
          unitId: this.unitId ?? '',
          sheetId: this.subUnitId ?? '',
          row: this.row,
          column: this.column,
        });
      } catch (problem) {
        if (problem instanceof CellProblem) {
          tell(problem.message);
          return shown(problem);
        }
        wrong(entry.id, problem);
        return ErrorValueObject.create(ErrorType.VALUE);
      }
    }
  };
}

/** The catalogue for the grid's settings: classes under their names. */
export function gridFunctions(
  setting: () => Setting,
  say: SayAbout,
  wrong: (name: string, problem: unknown) => void,
): [typeof BaseFunction, string][] {
  return catalogue.map((entry) => [classOf(entry, setting, say, wrong), `${namespace}.${entry.id}`]);
}

/** What the grid shows while a formula is typed. */
export function gridHelp(help: FunctionHelp): IFunctionInfo[] {
  return help.functions.map(({ id, description, parameters }) => ({
    functionName: `${namespace}.${id}`,
    functionType: FunctionType.User,
    description,
    abstract: description,
    functionParameter: parameters.map(({ name, description: detail, optional }) => ({
      name,
      detail,
      example: '',
      require: optional ? 0 : 1,
      repeat: 0,
    })),
  }));
}
