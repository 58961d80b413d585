/** What the window of a stand-in Excel looks like: ribbon, formula line, cells, sheet tabs. Enough to see what an officer would see. */
import { columnLetters, overlap, quoteSheet, writeAddress } from './address';
import type { Manifest } from './manifest';
import type { StandInCell } from './sheet';
import type { StandInWorkbook } from './workbook';

const shownRows = 30;
const shownColumns = 12;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Shows the pane in a frame of the given name, and hands messages over: `toExcel` and `paneOf` are the host's, `toAddin` and `show` the page's. */
const script = (frameName: string): string => `
  const place = document.querySelector('#pane');
  const pane = () => place.querySelector('iframe');
  const show = (address) => {
    const frame = document.createElement('iframe');
    frame.name = ${JSON.stringify(frameName)};
    frame.src = address;
    place.replaceChildren(frame);
  };
  const toAddin = (message) => pane()?.contentWindow.postMessage(message, '*');
  window.addEventListener('message', (event) => {
    if (event.source === pane()?.contentWindow) toExcel(event.data);
  });
  document.querySelector('#ribbon').addEventListener('click', async (event) => {
    const button = event.target.closest('button');
    if (button) show(await paneOf(button.id));
  });`;

/** The page of the window; its script shows the pane beside the cells, in a frame of this name. */
export function drawWindow(manifest: Manifest, frameName: string): string {
  const buttons = manifest.buttons.map(
    ({ id, label, tip, group, icon }) =>
      `<figure><button id="${escaped(id)}" title="${escaped(tip)}"><img src="${escaped(icon)}" width="32" height="32" alt=""><br>${escaped(label)}</button><figcaption>${escaped(group)}</figcaption></figure>`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Excel</title><style>
    body { margin: 0; height: 100vh; display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) auto; font: 13px 'Noto Sans CJK SC', sans-serif }
    #ribbon { grid-column: 1 / -1; background: #f3f2f1; border-bottom: 1px solid #d2d0ce; padding: 4px 12px }
    figure { margin: 0; width: max-content; text-align: center } figcaption { color: #605e5c; font-size: 11px }
    button { border: 0; background: none; padding: 4px 10px; font: inherit }
    #cells { overflow: hidden } #cells p { margin: 0; padding: 4px 8px; border-bottom: 1px solid #d2d0ce }
    table { border-collapse: collapse; table-layout: fixed; width: max-content }
    td, th { border: 1px solid #e1dfdd; width: 88px; max-width: 88px; height: 18px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; padding: 0 3px; font-weight: normal; text-align: left }
    th { background: #f3f2f1; text-align: center } tr > :first-child { width: 32px } td.n { text-align: right } td.s { background: #e2efda; outline: 1px solid #217346 } td.b { font-weight: bold }
    nav span { display: inline-block; padding: 3px 10px } nav b { color: #217346; border-bottom: 2px solid #217346 }
    #pane iframe { width: 380px; height: 100%; border: 0; border-left: 1px solid #d2d0ce }
  </style><body><div id="ribbon">${buttons.join('')}</div><div id="cells"></div><div id="pane"></div><script>${script(frameName)}</script>`;
}

/** The cells in view, with the selection. */
export function drawCells(workbook: StandInWorkbook): string {
  const { active } = workbook;
  const selected = workbook.selection.area;
  const filters = workbook.filters(active);
  const frozen = Array.from({ length: active.frozen.rows }, (_, row) => row);
  const top = Math.max(active.frozen.rows, selected.row - 12);
  const rows = [...frozen, ...Array.from({ length: shownRows - frozen.length }, (_, row) => top + row)].filter(
    (row) => !active.isHidden(row, filters),
  );
  const left = Math.max(0, Math.min(selected.column, selected.column + selected.columns - shownColumns));
  const columns = Array.from({ length: shownColumns }, (_, column) => left + column);
  const drawn = (cell: StandInCell | undefined, row: number, column: number): string => {
    const value = cell?.value ?? '';
    const marks = [
      overlap(selected, { row, column, rows: 1, columns: 1 }) ? 's' : '',
      typeof value === 'number' ? 'n' : '',
      row < active.frozen.rows ? 'b' : '',
    ];
    return `<td class="${marks.join(' ')}">${escaped(String(value))}</td>`;
  };
  const first = active.cell(selected.row, selected.column);
  return [
    `<p>${escaped(`${quoteSheet(active.name)}!${writeAddress(selected)}`)}　<i>ƒ</i> ${escaped(String(first?.formula ?? first?.value ?? ''))}</p>`,
    `<table><tr><th></th>${columns.map((column) => `<th>${columnLetters(column)}</th>`).join('')}</tr>`,
    ...rows.map((row) => `<tr><th>${row + 1}</th>${columns.map((column) => drawn(active.cell(row, column), row, column)).join('')}</tr>`),
    '</table><nav>',
    ...workbook.sheets
      .filter(({ visibility }) => visibility === 'Visible')
      .map((sheet) => (sheet === active ? `<span><b>${escaped(sheet.name)}</b></span>` : `<span>${escaped(sheet.name)}</span>`)),
    '</nav>',
  ].join('');
}
