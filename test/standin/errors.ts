/** Errors as Excel raises them: its codes and, where Microsoft publishes them, its words. */

const messages = {
  AccessDenied: 'You cannot perform the requested operation.',
  ApiNotFound: 'The API you are trying to use could not be found. It may be available in a newer version of Excel.',
  Conflict: 'Request could not be processed because of a conflict.',
  FilteredRangeConflict: 'The attempted operation causes a conflict with a filtered range.',
  GeneralException: 'There was an internal error while processing the request.',
  InsertDeleteConflict: 'The insert or delete operation attempted resulted in a conflict.',
  InvalidArgument: 'The argument is invalid or missing or has an incorrect format.',
  InvalidObjectPath: 'The object path is not valid.',
  InvalidOperation: 'The operation attempted is invalid on the object.',
  InvalidOperationInCellEditMode:
    'Excel is in cell-editing mode. Exit the edit mode by using the Enter or Tab keys, or by selecting another cell, and then try again.',
  InvalidReference: 'This reference is not valid for the current operation.',
  ItemAlreadyExists: 'The resource being created already exists.',
  ItemNotFound: "The requested resource doesn't exist.",
  MergedRangeConflict:
    "Cannot complete the operation. A table can't overlap with another table, a PivotTable report, query results, merged cells, or an XML Map.",
  NotImplemented: "The requested feature isn't implemented.",
  RangeExceedsLimit: 'The cell count in the range has exceeded the maximum supported number.',
  RequestAborted: 'The request was aborted during run time.',
  ServiceNotAvailable: 'The service is unavailable.',
} as const;

/** Codes of Excel that the stand-in raises. */
export type ErrorCode = keyof typeof messages;

/** An error as Excel raises it; `location` names the member that failed, as office.js shows it in `debugInfo`. */
export class ExcelError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly location = '',
    message: string = messages[code],
  ) {
    super(message);
  }
}

/** What the stand-in does not do: the add-in gets an error, and the test finds it among the host's faults. */
export const notCovered = (what: string): ExcelError => new ExcelError('NotImplemented', what, `The stand-in host does not cover ${what}.`);
