import type { Cell, Host } from '../hosts/host';
import { readFigureSheet, type FigureReading } from './figures';
import { readIndustryMap, type IndustryMap, type MapProblem } from './industry';
import type { Register } from './register';
import { mapFromSheet } from './tables';

const figureSheetName = /^(?:指标监测|indicators)$/i;
const mapSheetName = /^(?:行业对照|industry map)$/i;

/** All rows of a sheet from its first, without gaps. */
export async function cellsOf(host: Host, sheet: string): Promise<readonly (readonly Cell[])[]> {
  const cells: (readonly Cell[])[] = [];
  for await (const block of host.read(sheet)) block.cells.forEach((line, at) => (cells[block.top + at] = line));
  return Array.from({ length: cells.length }, (_, row) => cells[row] ?? []);
}

async function sheetNamed(host: Host, name: RegExp): Promise<string | null> {
  return (await host.sheets()).find((sheet) => name.test(sheet.name.trim()))?.name ?? null;
}

/** The name of a workbook's sheet 指标监测; null where it has none. */
export async function figureSheetOf(host: Host): Promise<string | null> {
  return sheetNamed(host, figureSheetName);
}

/** The figures of a workbook's sheet 指标监测; null where it has none. */
export async function figuresFrom(host: Host, register: Register): Promise<FigureReading | null> {
  const sheet = await figureSheetOf(host);
  return sheet === null ? null : readFigureSheet(await cellsOf(host, sheet), register);
}

/** The industry map of a workbook's sheet 行业对照, with what is wrong with it; null where it has none. */
export async function mapFrom(host: Host): Promise<{ readonly map: IndustryMap; readonly problems: readonly MapProblem[] } | null> {
  const sheet = await sheetNamed(host, mapSheetName);
  return sheet === null ? null : readIndustryMap(mapFromSheet(await cellsOf(host, sheet)));
}
