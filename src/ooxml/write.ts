import { strToU8, zipSync, type Zippable } from 'fflate';
import { areaAddress, cellAddress, columnLetters, quoteSheet } from './address';
import type { Book, BookCell, BookSheet, BookTable, BookValidation, CellStyle, Edge } from './book';
import { toDisk } from './formulas';
import { escapeXml } from './xml';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const PART = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Attributes in order; those without a value are left out. */
function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  let out = '';
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
    out += ` ${name}="${escapeXml(text).replace(/\n/g, '_x000a_').replace(/\t/g, '&#9;')}"`;
  }
  return out;
}

function relations(targets: readonly { readonly type: string; readonly target: string }[]): string {
  const body = targets.map(({ type, target }, i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`).join('');
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${body}</Relationships>`;
}

class SharedStrings {
  private readonly numbers = new Map<string, number>();
  uses = 0;

  number(text: string): number {
    this.uses += 1;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }

  part(): string {
    let body = '';
    for (const text of this.numbers.keys())
      body += `<si><t${/^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''}>${escapeXml(text)}</t></si>`;
    return `${HEAD}<sst xmlns="${MAIN}" count="${this.uses}" uniqueCount="${this.numbers.size}">${body}</sst>`;
  }
}

/** Number formats every Excel knows by number. */
export const BUILT_IN_FORMATS: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;[Red](#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;[Red](#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mmss.0',
  48: '##0.0E+0',
  49: '@',
};

function stylesPart(styles: readonly CellStyle[]): string {
  const list = (): { items: string[]; number(item: string): number } => {
    const items: string[] = [];
    return {
      items,
      number(item) {
        const at = items.indexOf(item);
        return at >= 0 ? at : items.push(item) - 1;
      },
    };
  };
  const fonts = list();
  const fills = list();
  const borders = list();
  const formats = new Map<string, number>();
  fills.number('<fill><patternFill patternType="none"/></fill>');
  fills.number('<fill><patternFill patternType="gray125"/></fill>');
  const edge = (name: string, value: Edge | undefined): string =>
    value ? `<${name} style="${value.line}"><color rgb="FF${value.color}"/></${name}>` : `<${name}/>`;
  const formatNumber = (code: string | undefined): number => {
    if (code === undefined || code === 'General') return 0;
    const built = Object.entries(BUILT_IN_FORMATS).find(([, known]) => known === code);
    if (built) return Number(built[0]);
    const known = formats.get(code);
    if (known !== undefined) return known;
    const number = 164 + formats.size;
    formats.set(code, number);
    return number;
  };
  const xfs = styles.map((style) => {
    const { font } = style;
    const fontId = fonts.number(
      `<font>${font?.bold ? '<b/>' : ''}${font?.italic ? '<i/>' : ''}${font?.strike ? '<strike/>' : ''}${font?.underline ? '<u/>' : ''}` +
        `<sz val="${font?.size ?? 11}"/><color rgb="FF${font?.color ?? '000000'}"/><name val="${escapeXml(font?.name ?? '等线')}"/><family val="2"/></font>`,
    );
    const fillId = style.fill
      ? fills.number(`<fill><patternFill patternType="solid"><fgColor rgb="FF${style.fill}"/><bgColor indexed="64"/></patternFill></fill>`)
      : 0;
    const b = style.border;
    const borderId = borders.number(
      `<border>${edge('left', b?.left)}${edge('right', b?.right)}${edge('top', b?.top)}${edge('bottom', b?.bottom)}<diagonal/></border>`,
    );
    const format = formatNumber(style.format);
    const alignment = attributes({
      horizontal: style.horizontal,
      vertical: style.vertical === 'middle' ? 'center' : style.vertical,
      wrapText: style.wrap ? true : undefined,
      indent: style.indent,
    });
    const inner = (alignment ? `<alignment${alignment}/>` : '') + (style.locked === false ? '<protection locked="0"/>' : '');
    const open =
      `<xf numFmtId="${format}" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0"` +
      attributes({
        applyNumberFormat: format ? true : undefined,
        applyFont: fontId ? true : undefined,
        applyFill: fillId ? true : undefined,
        applyBorder: borderId ? true : undefined,
        applyAlignment: alignment ? true : undefined,
        applyProtection: style.locked === false ? true : undefined,
      });
    return inner ? `${open}>${inner}</xf>` : `${open}/>`;
  });
  const group = (name: string, items: readonly string[]): string => `<${name} count="${items.length}">${items.join('')}</${name}>`;
  const codes = [...formats].map(([code, number]) => `<numFmt numFmtId="${number}" formatCode="${escapeXml(code)}"/>`);
  return (
    `${HEAD}<styleSheet xmlns="${MAIN}">${codes.length ? group('numFmts', codes) : ''}${group('fonts', fonts.items)}${group('fills', fills.items)}` +
    `${group('borders', borders.items)}<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>${group('cellXfs', xfs)}` +
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/>' +
    '<tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/></styleSheet>'
  );
}

/** How a finite number stands in a file: its shortest digits. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

function cellXml(cell: BookCell, row: number, strings: SharedStrings, namespace: string): string {
  const { value, formula, area } = cell;
  const place = `<c r="${cellAddress(row, cell.column)}"${cell.style ? ` s="${cell.style}"` : ''}`;
  if (formula === undefined) {
    if (value === null) return `${place}/>`;
    if (typeof value === 'number')
      return Number.isFinite(value) ? `${place}><v>${numberText(value)}</v></c>` : `${place} t="e"><v>#NUM!</v></c>`;
    if (typeof value === 'boolean') return `${place} t="b"><v>${value ? 1 : 0}</v></c>`;
    if (typeof value === 'object') return `${place} t="e"><v>${escapeXml(value.error)}</v></c>`;
    return `${place} t="s"><v>${strings.number(value)}</v></c>`;
  }
  const kind = area
    ? ` t="array" ref="${areaAddress({ top: row, left: cell.column, bottom: row + area.rows - 1, right: cell.column + area.columns - 1 })}"`
    : '';
  const f = `<f${kind}>${escapeXml(toDisk(formula, namespace))}</f>`;
  const open = place + (area?.spills ? ' cm="1"' : '');
  if (value === null) return `${open}>${f}</c>`;
  if (typeof value === 'number')
    return Number.isFinite(value) ? `${open}>${f}<v>${numberText(value)}</v></c>` : `${open} t="e">${f}<v>#NUM!</v></c>`;
  if (typeof value === 'boolean') return `${open} t="b">${f}<v>${value ? 1 : 0}</v></c>`;
  if (typeof value === 'object') return `${open} t="e">${f}<v>${escapeXml(value.error)}</v></c>`;
  return `${open} t="str">${f}<v>${escapeXml(value)}</v></c>`;
}

function validationXml(rule: BookValidation, namespace: string): string {
  const formula = (name: string, text: string | undefined): string =>
    text === undefined ? '' : `<${name}>${escapeXml(toDisk(text, namespace))}</${name}>`;
  return (
    '<dataValidation' +
    attributes({
      type: rule.type === 'none' ? undefined : rule.type,
      errorStyle: rule.errorStyle === 'stop' ? undefined : rule.errorStyle,
      operator: rule.operator === 'between' ? undefined : rule.operator,
      allowBlank: rule.allowBlank ? true : undefined,
      showInputMessage: rule.prompt !== undefined ? true : undefined,
      showErrorMessage: true,
      errorTitle: rule.errorTitle,
      error: rule.error,
      promptTitle: rule.promptTitle,
      prompt: rule.prompt,
      sqref: rule.areas.map(areaAddress).join(' '),
    }) +
    `>${formula('formula1', rule.formula1)}${formula('formula2', rule.formula2)}</dataValidation>`
  );
}

function sheetPart(sheet: BookSheet, selected: boolean, strings: SharedStrings, namespace: string): string {
  let bottom = 0;
  let right = 0;
  for (const row of sheet.rows) {
    const last = row.cells.at(-1);
    if (last) {
      bottom = Math.max(bottom, row.index);
      right = Math.max(right, last.column);
    }
  }
  const properties =
    (sheet.tabColor ? `<tabColor rgb="FF${sheet.tabColor}"/>` : '') +
    (sheet.print && sheet.print.pagesWide > 0 ? '<pageSetUpPr fitToPage="1"/>' : '');
  const view = attributes({
    showGridLines: sheet.gridLines === false ? false : undefined,
    tabSelected: selected ? true : undefined,
    zoomScale: sheet.zoom,
    zoomScaleNormal: sheet.zoom,
    workbookViewId: 0,
  });
  const { frozen } = sheet;
  let pane = '';
  if (frozen && (frozen.rows > 0 || frozen.columns > 0)) {
    const side = frozen.rows > 0 && frozen.columns > 0 ? 'bottomRight' : frozen.rows > 0 ? 'bottomLeft' : 'topRight';
    const start = cellAddress(frozen.rows, frozen.columns);
    pane =
      `<pane${attributes({
        xSplit: frozen.columns || undefined,
        ySplit: frozen.rows || undefined,
        topLeftCell: start,
        activePane: side,
        state: 'frozen',
      })}/>` + `<selection pane="${side}" activeCell="${start}" sqref="${start}"/>`;
  }
  const out: string[] = [
    `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}">`,
    properties ? `<sheetPr>${properties}</sheetPr>` : '',
    `<dimension ref="${areaAddress({ top: 0, left: 0, bottom, right })}"/>`,
    `<sheetViews><sheetView${view}${pane ? `>${pane}</sheetView>` : '/>'}</sheetViews>`,
    '<sheetFormatPr defaultRowHeight="15"/>',
  ];
  if (sheet.columns.length > 0) {
    out.push('<cols>');
    for (const column of sheet.columns) {
      out.push(
        `<col${attributes({
          min: column.first + 1,
          max: column.last + 1,
          width: column.width ?? 8.43,
          style: column.style || undefined,
          hidden: column.hidden ? true : undefined,
          customWidth: column.width !== undefined ? true : undefined,
        })}/>`,
      );
    }
    out.push('</cols>');
  }
  out.push('<sheetData>');
  for (const row of sheet.rows) {
    out.push(
      `<row${attributes({ r: row.index + 1, ht: row.height, customHeight: row.height !== undefined ? true : undefined, hidden: row.hidden ? true : undefined })}>`,
    );
    for (const cell of row.cells) out.push(cellXml(cell, row.index, strings, namespace));
    out.push('</row>');
  }
  out.push('</sheetData>');
  if (sheet.filter) out.push(`<autoFilter ref="${areaAddress(sheet.filter)}"/>`);
  const merges = sheet.merges.filter((area) => area.top !== area.bottom || area.left !== area.right);
  if (merges.length > 0)
    out.push(
      `<mergeCells count="${merges.length}">${merges.map((area) => `<mergeCell ref="${areaAddress(area)}"/>`).join('')}</mergeCells>`,
    );
  const rules = sheet.validations.filter((rule) => rule.areas.length > 0);
  if (rules.length > 0) {
    out.push(`<dataValidations count="${rules.length}">${rules.map((rule) => validationXml(rule, namespace)).join('')}</dataValidations>`);
  }
  if (sheet.print) {
    const { print } = sheet;
    out.push(
      '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.55" bottom="0.55" header="0.3" footer="0.3"/>',
    );
    out.push(
      `<pageSetup${attributes({
        paperSize: print.paper,
        orientation: print.landscape ? 'landscape' : 'portrait',
        fitToWidth: print.pagesWide > 0 ? print.pagesWide : undefined,
        fitToHeight: print.pagesWide > 0 ? print.pagesTall : undefined,
      })}/>`,
    );
    if (print.header !== undefined || print.footer !== undefined) {
      const line = (name: string, text: string | undefined): string => (text === undefined ? '' : `<${name}>${escapeXml(text)}</${name}>`);
      out.push(`<headerFooter>${line('oddHeader', print.header)}${line('oddFooter', print.footer)}</headerFooter>`);
    }
  }
  if (sheet.tables.length > 0) {
    out.push(
      `<tableParts count="${sheet.tables.length}">${sheet.tables.map((_, i) => `<tablePart r:id="rId${i + 1}"/>`).join('')}</tableParts>`,
    );
  }
  out.push('</worksheet>');
  return out.join('');
}

function tablePart(table: BookTable, id: number, namespace: string): string {
  const ref = areaAddress(table.area);
  const columns = table.columns.map((column, i) => {
    const open = `<tableColumn id="${i + 1}"${attributes({ name: column.name })}`;
    return column.formula === undefined
      ? `${open}/>`
      : `${open}><calculatedColumnFormula>${escapeXml(toDisk(column.formula, namespace))}</calculatedColumnFormula></tableColumn>`;
  });
  return (
    `${HEAD}<table xmlns="${MAIN}" id="${id}"${attributes({ name: table.name, displayName: table.name, ref, totalsRowShown: false })}>` +
    (table.filterButtons ? `<autoFilter ref="${ref}"/>` : '') +
    `<tableColumns count="${columns.length}">${columns.join('')}</tableColumns>` +
    `<tableStyleInfo${attributes({ name: table.styleName ?? 'TableStyleLight1', showFirstColumn: false, showLastColumn: false, showRowStripes: true, showColumnStripes: false })}/></table>`
  );
}

/** What lets a formula spill: cells that do so point here with `cm="1"`. */
const SPILL_METADATA =
  `${HEAD}<metadata xmlns="${MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1">` +
  '<metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" ' +
  'assign="1" coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">' +
  '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>';

function definedNames(book: Book, namespace: string): string {
  const lines: { key: string; xml: string }[] = [];
  const add = (name: string, refersTo: string, sheet?: string, hidden?: boolean): void => {
    const index = sheet === undefined ? undefined : book.sheets.findIndex((s) => s.name === sheet);
    if (index !== undefined && index < 0) return;
    lines.push({
      key: `${name.toLowerCase()} ${index ?? -1}`,
      xml: `<definedName${attributes({ name, localSheetId: index, hidden: hidden ? true : undefined })}>${escapeXml(toDisk(refersTo, namespace))}</definedName>`,
    });
  };
  for (const name of book.names) add(name.name, name.refersTo, name.sheet, name.hidden);
  for (const sheet of book.sheets) {
    const quoted = quoteSheet(sheet.name);
    if (sheet.filter) {
      const { top, left, bottom, right } = sheet.filter;
      add('_xlnm._FilterDatabase', `${quoted}!$${columnLetters(left)}$${top + 1}:$${columnLetters(right)}$${bottom + 1}`, sheet.name, true);
    }
    const rows = sheet.print?.titleRows;
    const columns = sheet.print?.titleColumns;
    const titles = [
      ...(columns ? [`${quoted}!$${columnLetters(columns[0])}:$${columnLetters(columns[1])}`] : []),
      ...(rows ? [`${quoted}!$${rows[0] + 1}:$${rows[1] + 1}`] : []),
    ];
    if (titles.length > 0) add('_xlnm.Print_Titles', titles.join(','), sheet.name);
  }
  if (lines.length === 0) return '';
  lines.sort((a, b) => (a.key < b.key ? -1 : 1));
  return `<definedNames>${lines.map((line) => line.xml).join('')}</definedNames>`;
}

/**
 * A workbook as the bytes of an .xlsx file. The same book gives the same bytes on every machine.
 * `namespace` is the add-in's, whose functions have names of their own on disk.
 */
export function writeBook(book: Book, namespace: string): Uint8Array {
  const strings = new SharedStrings();
  const parts: Record<string, string> = {};
  const overrides: [string, string][] = [
    ['/xl/workbook.xml', `${PART}.sheet.main+xml`],
    ['/xl/styles.xml', `${PART}.styles+xml`],
    ['/xl/sharedStrings.xml', `${PART}.sharedStrings+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['/docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
  ];
  const workbookTargets: { type: string; target: string }[] = [];
  const active = Math.max(0, book.active ?? book.sheets.findIndex((sheet) => !sheet.hidden));
  let tables = 0;
  book.sheets.forEach((sheet, i) => {
    const file = `sheet${i + 1}.xml`;
    parts[`xl/worksheets/${file}`] = sheetPart(sheet, i === active, strings, namespace);
    overrides.push([`/xl/worksheets/${file}`, `${PART}.worksheet+xml`]);
    workbookTargets.push({ type: `${RELATIONS}/worksheet`, target: `worksheets/${file}` });
    const targets = sheet.tables.map((table) => {
      tables += 1;
      parts[`xl/tables/table${tables}.xml`] = tablePart(table, tables, namespace);
      overrides.push([`/xl/tables/table${tables}.xml`, `${PART}.table+xml`]);
      return { type: `${RELATIONS}/table`, target: `../tables/table${tables}.xml` };
    });
    if (targets.length > 0) parts[`xl/worksheets/_rels/${file}.rels`] = relations(targets);
  });
  workbookTargets.push(
    { type: `${RELATIONS}/styles`, target: 'styles.xml' },
    { type: `${RELATIONS}/sharedStrings`, target: 'sharedStrings.xml' },
  );
  if (book.sheets.some((sheet) => sheet.rows.some((row) => row.cells.some((cell) => cell.area?.spills)))) {
    parts['xl/metadata.xml'] = SPILL_METADATA;
    overrides.push(['/xl/metadata.xml', `${PART}.sheetMetadata+xml`]);
    workbookTargets.push({ type: `${RELATIONS}/sheetMetadata`, target: 'metadata.xml' });
  }
  const sheets = book.sheets
    .map(
      (sheet, i) =>
        `<sheet${attributes({ name: sheet.name, sheetId: i + 1, state: sheet.hidden ? 'hidden' : undefined, 'r:id': `rId${i + 1}` })}/>`,
    )
    .join('');
  parts['xl/workbook.xml'] =
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${attributes({ date1904: book.date1904 ? true : undefined })}/>` +
    `<bookViews><workbookView${attributes({ activeTab: active || undefined })}/></bookViews><sheets>${sheets}</sheets>${definedNames(book, namespace)}<calcPr calcId="191029"/></workbook>`;
  parts['xl/_rels/workbook.xml.rels'] = relations(workbookTargets);
  parts['xl/styles.xml'] = stylesPart(book.styles);
  parts['xl/sharedStrings.xml'] = strings.part();
  const { title, creator, subject, created } = book.properties ?? {};
  const core = (name: string, text: string | undefined): string => (text === undefined ? '' : `<${name}>${escapeXml(text)}</${name}>`);
  parts['docProps/core.xml'] =
    `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ` +
    `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${core('dc:title', title)}${core('dc:subject', subject)}${core('dc:creator', creator)}` +
    `${created === undefined ? '' : `<dcterms:created xsi:type="dcterms:W3CDTF">${escapeXml(created)}</dcterms:created>`}</cp:coreProperties>`;
  parts['docProps/app.xml'] =
    `${HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Excel</Application></Properties>`;
  parts['_rels/.rels'] = relations([
    { type: `${RELATIONS}/officeDocument`, target: 'xl/workbook.xml' },
    { type: `${PACKAGE}/relationships/metadata/core-properties`, target: 'docProps/core.xml' },
    { type: `${RELATIONS}/extended-properties`, target: 'docProps/app.xml' },
  ]);
  const types = overrides.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join('');
  const zip: Zippable = {
    '[Content_Types].xml': strToU8(
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/>${types}</Types>`,
    ),
  };
  for (const [name, text] of Object.entries(parts)) zip[name] = strToU8(text);
  // The zip's clock is local time without a zone: a fixed local date gives fixed bytes.
  return zipSync(zip, { level: 6, mtime: new Date(2025, 0, 1) });
}
