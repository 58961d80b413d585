/** Which sheets of a workbook the pane turns to, and under which names new ones are offered. */
import type { Pack } from '../../src/engine';
import type { Host, SheetInfo, WrittenSheet } from '../../src/hosts/host';
import type { Assessor } from '../model/ports';
import { noChoices } from '../model/table';

/** So many sheets are looked at for the one that holds the ledger. */
const mostSheets = 20;

/** Sheets with something on them. */
export async function usedSheets(host: Host): Promise<readonly SheetInfo[]> {
  return (await host.sheets()).filter((sheet) => sheet.rows > 0 && sheet.columns > 0);
}

/** The sheet an officer worked on before, or one called 台账; null where neither is there. */
export function knownSheet(sheets: readonly SheetInfo[], remembered: string | null): string | null {
  const found = sheets.find((sheet) => sheet.name === remembered) ?? sheets.find((sheet) => !sheet.hidden && sheet.name.includes('台账'));
  return found?.name ?? null;
}

/** The visible sheet whose header names most inputs, the first one on a tie; null in an empty workbook. */
export async function fittingSheet(host: Host, assessor: Assessor, pack: Pack, sheets: readonly SheetInfo[]): Promise<string | null> {
  const visible = sheets.filter((sheet) => !sheet.hidden).slice(0, mostSheets);
  let best: { name: string; found: number } | null = null;
  for (const { name } of visible) {
    const { inputs } = await assessor.look(host, pack, name, noChoices);
    const found = inputs.filter((match) => match.column !== null).length;
    if (best === null || found > best.found) best = { name, found };
  }
  return best?.name ?? sheets[0]?.name ?? null;
}

/** The same sheets under names that no sheet bears yet: a name in use gets a number. */
export function withFreeNames(sheets: readonly WrittenSheet[], names: readonly string[]): readonly WrittenSheet[] {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return sheets.map((sheet) => {
    let { name } = sheet;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${sheet.name}（${number}）`;
    taken.add(name.toLowerCase());
    return { ...sheet, name };
  });
}
