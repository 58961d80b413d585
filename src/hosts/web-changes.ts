import { ObjectMatrix, type ICellData, type IDisposable, type Nullable } from '@univerjs/core';
import type { FUniver } from '@univerjs/core/facade';
import {
  InsertColMutation,
  InsertRowMutation,
  MoveColsMutation,
  MoveRowsMutation,
  RemoveColMutation,
  RemoveRowMutation,
  SetColDataMutation,
  SetRangeValuesMutation,
  SetRowDataMutation,
  SetWorksheetDefaultStyleMutation,
  type ISetRangeValuesMutationParams,
} from '@univerjs/sheets';
import type {} from '@univerjs/sheets/facade';

/** What the grid counts as a change of values and is none: heights, widths, styles. */
const looks: ReadonlySet<string> = new Set([SetRowDataMutation.id, SetColDataMutation.id, SetWorksheetDefaultStyleMutation.id]);

/** What the grid does not count as a change of values and is one. */
const lines: ReadonlySet<string> = new Set([
  InsertRowMutation.id,
  RemoveRowMutation.id,
  MoveRowsMutation.id,
  InsertColMutation.id,
  RemoveColMutation.id,
  MoveColsMutation.id,
]);

/**
 * Tells the names of the sheets whose content changed: cells typed or cleared, lines put in, moved or taken out, results of formulas that
 * came out differently. A colour, a width or a result that is what stood there before is no change.
 */
export function onContentChange(api: FUniver, listener: (sheets: ReadonlySet<string>) => void): IDisposable {
  // Whether a cell changes can only be told before: the grid tells of it afterwards, with the same object.
  const unchanging = new WeakSet<object>();
  const heard = [
    api.addEvent(api.Event.BeforeCommandExecute, (command) => {
      const params: unknown = command.params;
      if (command.id === SetRangeValuesMutation.id && isCells(params) && !changes(api, params)) unchanging.add(params);
    }),
    api.addEvent(api.Event.SheetValueChanged, ({ effectedRanges, payload: { id, params } }) => {
      if (!looks.has(id) && !(params && unchanging.has(params))) listener(new Set(effectedRanges.map((range) => range.getSheetName())));
    }),
    api.addEvent(api.Event.CommandExecuted, (command) => {
      const params: unknown = command.params;
      if (!lines.has(command.id) || !isOnSheet(params)) return;
      const sheet = sheetOf(api, params);
      if (sheet) listener(new Set([sheet.getSheetName()]));
    }),
  ];
  return { dispose: () => heard.forEach((one) => one.dispose()) };
}

interface OnSheet {
  readonly unitId: string;
  readonly subUnitId: string;
}

function isOnSheet(params: unknown): params is OnSheet {
  return (
    typeof params === 'object' &&
    params !== null &&
    'unitId' in params &&
    typeof params.unitId === 'string' &&
    'subUnitId' in params &&
    typeof params.subUnitId === 'string'
  );
}

const isCells = (params: unknown): params is ISetRangeValuesMutationParams =>
  isOnSheet(params) && 'cellValue' in params && typeof params.cellValue === 'object';

const sheetOf = (api: FUniver, { unitId, subUnitId }: OnSheet) => api.getWorkbook(unitId)?.getSheetBySheetId(subUnitId);

/** Whether cells about to be set differ from those that stand there. */
function changes(api: FUniver, params: ISetRangeValuesMutationParams): boolean {
  const sheet = sheetOf(api, params)?.getSheet();
  if (!sheet || !params.cellValue) return true;
  let found = false;
  new ObjectMatrix(params.cellValue).forValue((row, column, cell) => {
    found = differs(sheet.getCellRaw(row, column), cell);
    return !found;
  });
  return found;
}

/** What a cell holds, as the grid keeps it: value and its type, formula, formatted text. */
const held = ['v', 't', 'f', 'si', 'p'] as const;

/** Only what the new cell names is set; null clears. */
function differs(before: Nullable<ICellData>, now: Nullable<ICellData>): boolean {
  return held.some((part) => (now === null || part in (now ?? {})) && (before?.[part] ?? null) !== (now?.[part] ?? null));
}
