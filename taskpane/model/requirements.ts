/** What an Excel may not have, by what it means for an officer. Requirement sets decide, never a version or a name of Excel. */

/**
 * `pane`: the workbook cannot be read at all. `functions`: no custom functions, or no shared runtime for them. `addresses`: functions, but
 * none that can ask where an argument stands, so that a 0 may be a blank. `hiddenRows`, `merges`: these of the ledger are not seen.
 */
export type Lack = 'pane' | 'functions' | 'addresses' | 'hiddenRows' | 'merges';

/** What an add-in asks of Excel, in the order it is said. */
const needs: readonly { readonly lack: Lack; readonly sets: readonly (readonly [set: string, version: string])[] }[] = [
  { lack: 'pane', sets: [['ExcelApi', '1.7']] },
  {
    lack: 'functions',
    sets: [
      ['CustomFunctionsRuntime', '1.1'],
      ['SharedRuntime', '1.1'],
    ],
  },
  { lack: 'addresses', sets: [['CustomFunctionsRuntime', '1.3']] },
  { lack: 'hiddenRows', sets: [['ExcelApi', '1.9']] },
  { lack: 'merges', sets: [['ExcelApi', '1.13']] },
];

/** What this Excel lacks, empty where nothing; `supports` is Excel's own answer. Without functions their addresses are not missed. */
export function lacksOf(supports: (set: string, version: string) => boolean): readonly Lack[] {
  const found = needs.filter(({ sets }) => !sets.every(([set, version]) => supports(set, version))).map(({ lack }) => lack);
  if (found.includes('pane')) return ['pane'];
  return found.includes('functions') ? found.filter((lack) => lack !== 'addresses') : found;
}
