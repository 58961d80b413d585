/**
 * The whole way of an officer through the built add-in in Excel: the ribbon's button, matching, judging, writing, functions in cells, undo.
 * Excel is the stand-in of test/standin, office.js is Microsoft's own. It runs against any address the add-in is served from.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openExcel, type ExcelWindow } from '../standin/chromium';
import { StandInHost, type Flavour } from '../standin/host';
import { areaAt } from '../standin/address';
import { snapshotOf } from '../standin/snapshot';
import { enterprises, headRows, ledgerWorkbook } from './ledger';

/** What a journey runs against. */
interface JourneyPlace {
  /** The folder the add-in is served from, with a slash at its end: https anywhere, http on this machine. */
  readonly address: string;
  /** Excel on the web, or Excel for Windows. */
  readonly flavour: Flavour;
  /** A folder that answers for Microsoft's addresses of office.js (`officeFiles()`); null where the add-in brings its own copy. */
  readonly officeJs: string | null;
  /** Where Excel on the web stands; worldwide where it is left out. */
  readonly excelOrigin?: string;
  /** The manifest's text; what lies at `manifest.xml` of the address where it is left out. */
  readonly manifest?: string;
  /** Folder for pictures; none are taken where it is left out. */
  readonly pictures?: string;
}

/** A journey under way. */
export interface Journey {
  readonly page: Page;
  readonly excel: ExcelWindow;
  readonly host: StandInHost;
  /** Sheets the pane wrote. */
  readonly written: string[];
  picture(name: string): Promise<void>;
}

/** Opens Excel with a ledger, and tells it of the add-in. `page` must be fresh, of a context with `ignoreHTTPSErrors` where the certificate is our own. */
export async function startJourney(page: Page, place: JourneyPlace): Promise<Journey> {
  const { address, flavour, officeJs, pictures, excelOrigin } = place;
  const manifest = place.manifest ?? (await served(page, `${address}manifest.xml`));
  const host = new StandInHost(ledgerWorkbook(), { flavour });
  const excel = await openExcel(page, host, {
    address,
    officeJs,
    manifest,
    manifestAddress: beginning(manifest),
    ...(excelOrigin === undefined ? {} : { excelOrigin }),
  });
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  return {
    page,
    excel,
    host,
    written: [],
    picture: async (name) => {
      if (pictures !== undefined) await excel.picture(join(pictures, `excel-${flavour}-${name}.png`));
    },
  };
}

async function served(page: Page, address: string): Promise<string> {
  const answer = await page.request.get(address);
  holds(answer.ok(), `${address} gives ${answer.status()}`);
  return answer.text();
}

/** Takes the whole way; throws at the first step that does not lead where it should, with a picture of it. */
export async function takeAll(journey: Journey): Promise<void> {
  for (const { name, take } of steps) {
    try {
      await take(journey);
    } catch (error) {
      await journey.picture('failed');
      throw new Error(`${journey.host.flavour}: ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

/** What the addresses of a manifest begin with: the folder of its pane's folder. */
function beginning(manifest: string): string {
  const page = /<SourceLocation DefaultValue="([^"]+)"/.exec(manifest)?.[1];
  if (page === undefined) throw new Error('The manifest names no page.');
  return new URL('..', page).href;
}

/** One step: what is true after it. */
interface Step {
  readonly name: string;
  readonly take: (journey: Journey) => Promise<void>;
}

/** The ledger's sheet in the template. */
const ledgerSheet = '企业台账';

/** Says what is not as it should be. */
function holds(truth: boolean, what: string): asserts truth {
  if (!truth) throw new Error(what);
}

/** Waits until something of the workbook is so; every turn lets the page and the host go on. */
async function until(page: Page, truth: () => boolean, what: () => string): Promise<void> {
  for (let turn = 0; turn < 1500; turn += 1) {
    if (truth()) return;
    await page.evaluate(() => new Promise((done) => setTimeout(done, 10)));
  }
  throw new Error(what());
}

const sheetNames = ({ host }: Journey): string[] => host.workbook.sheets.map((sheet) => sheet.name);

function same(found: unknown, expected: unknown, what: string): void {
  holds(JSON.stringify(found) === JSON.stringify(expected), `${what}: ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`);
}

/** All rows of the ledger. */
const ledgerArea = { row: headRows, column: 0, rows: enterprises, columns: 40 };
const enterpriseNames = ({ host }: Journey): unknown[] =>
  host.workbook
    .sheetNamed(ledgerSheet)
    .values({ ...ledgerArea, columns: 1 })
    .flat();

/** Kind, output, insured, insured a year ago, newly hired: at the line, with a recorded 0 and a blank of last year, with a 0 and a blank output. */
const hiring = [
  ['工业企业', 2000, 301, 300, 5],
  ['工业企业', 2000, 301, 0, 5],
  ['工业企业', 2000, 301, '', 5],
  ['工业企业', 0, 301, 300, 5],
  ['工业企业', '', 301, 300, 5],
];
const hiringAnswers = [0.1, 0.5, '#N/A', 0, '#N/A'];

/** Every cell of the sheets, to be compared. */
const contents = ({ host }: Journey, sheets: readonly string[]): string =>
  JSON.stringify(sheets.map((name) => [name, [...host.workbook.sheetNamed(name).rows].map(([row, cells]) => [row, cells])]));

/** The steps in their order. Each stands on the ones before it. */
export const steps: readonly Step[] = [
  {
    name: 'a button of the ribbon opens the pane',
    take: async ({ excel, picture }) => {
      const [button] = excel.manifest.buttons;
      holds(button !== undefined, 'the ribbon has no button');
      await excel.press(button.id);
      await excel.pane().getByRole('button', { name: '知道了' }).click();
      await picture('1-opened');
    },
  },
  {
    name: 'the ledger is found and matched without a question',
    take: async ({ excel, picture }) => {
      const pane = excel.pane();
      await pane.getByRole('button', { name: '测算', exact: true, disabled: false }).waitFor();
      holds((await pane.locator('main').innerText()).includes(ledgerSheet), 'the ledger was not found');
      await picture('2-matched');
    },
  },
  {
    name: 'the ledger is judged',
    take: async ({ excel, picture }) => {
      const pane = excel.pane();
      await pane.getByRole('button', { name: '测算', exact: true }).click();
      await pane.getByRole('group', { name: '封顶后合计' }).waitFor();
      await picture('3-judged');
    },
  },
  {
    name: 'nothing is written before the pane has listed it; cancelled there, the workbook is as it was',
    take: async (journey) => {
      const { excel, picture } = journey;
      const pane = excel.pane();
      const before = snapshotOf(journey.host.workbook);
      await pane.getByRole('button', { name: '写入结果' }).click();
      const dialog = pane.getByRole('dialog');
      await dialog.getByText(`${enterprises} 行，`).waitFor();
      await picture('4-asked');
      await dialog.getByRole('button', { name: '取消' }).click();
      await dialog.waitFor({ state: 'hidden' });
      same(snapshotOf(journey.host.workbook), before, 'the workbook after cancelling');
    },
  },
  {
    name: 'the results are written to new sheets, and nothing else is touched',
    take: async (journey) => {
      const { excel, host, picture } = journey;
      const pane = excel.pane();
      const names = sheetNames(journey);
      const before = contents(journey, names);
      await pane.getByRole('button', { name: '写入结果' }).click();
      await pane.getByRole('dialog').getByRole('button', { name: '写入' }).click();
      await pane.getByRole('button', { name: '撤销本次写入' }).waitFor();
      journey.written.push(...sheetNames(journey).slice(names.length));
      same(contents(journey, names), before, 'cells that were there before');
      same(sheetNames(journey).slice(0, names.length), names, 'sheets that were there before');
      const results = host.workbook.sheetNamed('测算结果');
      holds(host.workbook.active === results, 'the results are not shown');
      const head = results.frozen.rows;
      const written = Array.from({ length: enterprises }, (_, row) => results.cell(head + row, 1)?.value);
      same(written, enterpriseNames(journey), 'enterprises written');
      await picture('5-written');
    },
  },
  {
    name: 'a click in the pane selects the row of the enterprise',
    take: async (journey) => {
      const { excel, host, page, picture } = journey;
      const pane = excel.pane();
      const [, name] = enterpriseNames(journey);
      await pane.getByRole('searchbox').fill(String(name));
      await pane.getByRole('option').first().click();
      const { workbook } = host;
      await until(
        page,
        () => workbook.selection.sheet.name === ledgerSheet && workbook.selection.area.row === headRows + 1,
        () => `selected: ${workbook.selection.sheet.name} ${JSON.stringify(workbook.selection.area)}`,
      );
      await picture('6-selected');
    },
  },
  {
    name: 'the functions of the template give in cells what the template says',
    take: async (journey) => {
      const { host, picture } = journey;
      await host.functionsReady;
      const sheet = host.workbook.sheetNamed(ledgerSheet);
      const functions = sheet.matrix(ledgerArea, (cell) => (cell?.formula === undefined ? null : cell.value));
      // As when the whole workbook is calculated anew.
      host.workbook.tell({ sheet, area: ledgerArea, source: 'Local' });
      await host.settled();
      same(
        sheet.matrix(ledgerArea, (cell) => (cell?.formula === undefined ? null : cell.value)),
        functions,
        'results of the functions',
      );
      const columns = sheet.matrix({ ...ledgerArea, rows: 1 }, (cell) => cell?.formula !== undefined)[0] ?? [];
      const first = columns.indexOf(true);
      host.workbook.select(sheet, { ...ledgerArea, column: first, columns: columns.lastIndexOf(true) - first + 1 });
      await picture('7-functions');
    },
  },
  {
    name: 'a cell that changes is calculated again; an array spills, and says so where it cannot',
    take: async (journey) => {
      const { host, picture } = journey;
      const { workbook } = host;
      const sheet = workbook.addSheet('试算');
      workbook.type(sheet, 'A1', hiring);
      workbook.type(sheet, 'F1', [['=HUIQI.HIRE_SUBSIDY("2025q1",A1,B1,C1,D1,E1)']]);
      workbook.type(sheet, 'H1', [['=HUIQI.HIRE_SUBSIDY("2025q1",A1:A5,B1:B5,C1:C5,D1:D5,E1:E5)']]);
      same(sheet.values(areaAt('F1')), [['#BUSY!']], 'a cell before its function answers');
      await host.settled();
      same(sheet.values(areaAt('F1')), [[0.1]], 'one enterprise');
      same(sheet.values(areaAt('H1:H5')).flat(), hiringAnswers, 'the spilled column');
      workbook.type(sheet, 'B1', [[1999.99]]);
      await host.settled();
      same(sheet.values(areaAt('F1')), [[0]], 'one enterprise below the line');
      same(sheet.values(areaAt('H1:H5')).flat(), [0, ...hiringAnswers.slice(1)], 'the spilled column after the change');
      workbook.type(sheet, 'J3', [['挡']]);
      workbook.type(sheet, 'J1', [['=HUIQI.HIRE_SUBSIDY("2025q1",A1:A5,B1:B5,C1:C5,D1:D5,E1:E5)']]);
      await host.settled();
      same(sheet.values(areaAt('J1:J3')).flat(), ['#SPILL!', '', '挡'], 'a spill with something in its way');
      workbook.select(sheet, areaAt('H1:H5'));
      await picture('8-spilled');
    },
  },
  {
    name: 'a blank is not a zero: three thousand formulas of one tick are one question to the workbook',
    take: async (journey) => {
      const { host } = journey;
      const { workbook } = host;
      const sheet = workbook.addSheet('空白');
      const rows = Array.from({ length: 3000 }, (_, row) => hiring[row % hiring.length] ?? []);
      workbook.type(sheet, 'A1', rows);
      const reads = host.api.readsOf(sheet);
      await host.enter(
        rows.map((_row, row) => ({
          sheet,
          cell: `G${row + 1}`,
          formula: `=HUIQI.HIRE_SUBSIDY("2025q1",A${row + 1},B${row + 1},C${row + 1},D${row + 1},E${row + 1})`,
        })),
      );
      same(
        sheet.values({ row: 0, column: 6, rows: rows.length, columns: 1 }).flat(),
        rows.map((_row, row) => hiringAnswers[row % hiringAnswers.length]),
        'the answers',
      );
      // On the desktop every blank comes as a 0, on the web only zeros are zeros: either way all are asked about at once.
      same(host.api.readsOf(sheet) - reads, 1, 'questions to the workbook');
    },
  },
  {
    name: 'loaded again, the pane still undoes its last writing in one step',
    take: async (journey) => {
      const { excel, host, page, picture } = journey;
      const names = sheetNames(journey).filter((name) => !journey.written.includes(name));
      const before = contents(journey, names);
      await excel.reload();
      await excel.pane().getByRole('button', { name: '撤销本次写入' }).click();
      await until(
        page,
        () => !sheetNames(journey).includes('测算结果'),
        () => `sheets: ${sheetNames(journey).join('、')}`,
      );
      await excel.pane().getByRole('button', { name: '撤销本次写入' }).waitFor({ state: 'hidden' });
      same(sheetNames(journey), names, 'sheets after undoing');
      same(contents(journey, names), before, 'cells after undoing');
      holds(host.workbook.active.name === ledgerSheet, 'the ledger is not in view again');
      await picture('9-undone');
    },
  },
];
