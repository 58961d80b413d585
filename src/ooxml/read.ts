import { unzipSync } from 'fflate';
import { columnNumber, readArea } from './address';
import {
  BookProblem,
  StyleList,
  type Area,
  type Book,
  type BookCell,
  type BookColumns,
  type BookName,
  type BookRow,
  type BookSheet,
  type BookTable,
  type BookValidation,
  type BookValue,
  type CellStyle,
  type Edge,
  type PrintSetup,
} from './book';
import { fromDisk } from './formulas';
import { shiftFormula } from './shift';
import { BUILT_IN_FORMATS } from './write';
import { childOf, childrenOf, parseXml, scanXml, unescapeText, type Attributes, type XmlElement } from './xml';

/** What a file holds that this reading leaves behind, so that a door can say so before anything is saved. */
export type LeftBehind =
  'notes' | 'drawings' | 'pivots' | 'macros' | 'conditional-formats' | 'links' | 'protection' | 'external' | 'rich-text';

/** How much a file may unpack to, in bytes and cells: a grid in a page can show no more. */
interface ReadLimits {
  readonly bytes: number;
  readonly cells: number;
}

const DEFAULT_LIMITS: ReadLimits = { bytes: 400_000_000, cells: 3_000_000 };

interface Package {
  text(name: string): string | undefined;
  readonly names: readonly string[];
}

function unpack(data: Uint8Array, limits: ReadLimits): Package {
  if (data[0] === 0xd0 && data[1] === 0xcf && data[2] === 0x11 && data[3] === 0xe0) {
    // A compound file: a workbook under a password, or one of Excel 97–2003.
    const encrypted = new TextDecoder('utf-16le').decode(data.subarray(0, data.length & ~1)).includes('EncryptedPackage');
    throw new BookProblem(encrypted ? 'encrypted' : 'unsupported-format', { format: 'xls' });
  }
  if (data[0] !== 0x50 || data[1] !== 0x4b) throw new BookProblem('not-a-workbook', {});
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(data, {
      filter: (file) => {
        total += file.originalSize;
        if (total > limits.bytes) throw new BookProblem('too-large', { bytes: total, most: limits.bytes });
        return /\.(xml|rels)$/i.test(file.name) || /vbaProject\.bin$/i.test(file.name);
      },
    });
  } catch (problem) {
    if (problem instanceof BookProblem) throw problem;
    throw new BookProblem('truncated', {});
  }
  const byName = new Map(Object.entries(files).map(([name, bytes]) => [name.replace(/^\//, '').toLowerCase(), bytes]));
  return {
    names: [...byName.keys()],
    text(name) {
      const bytes = byName.get(name.replace(/^\//, '').toLowerCase());
      if (!bytes) return undefined;
      const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
      return new TextDecoder(label).decode(bytes);
    },
  };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

function relationsOf(files: Package, part: string): Relation[] {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const name = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  const text = files.text(name);
  if (text === undefined) return [];
  return childrenOf(parseXml(text, name), 'Relationship').map(({ attributes }) => {
    const target = attributes['Target'] ?? '';
    const path: string[] = [];
    for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
      if (step === '..') path.pop();
      else if (step !== '' && step !== '.') path.push(step);
    }
    return { id: attributes['Id'] ?? '', type: (attributes['Type'] ?? '').split('/').at(-1) ?? '', target: path.join('/') };
  });
}

/** What the file says of itself; a property that is blank is none. */
function readProperties(files: Package): Pick<Book, 'properties'> {
  const part = relationsOf(files, '').find((relation) => relation.type === 'core-properties')?.target;
  const text = part === undefined ? undefined : files.text(part);
  if (part === undefined || text === undefined) return {};
  const core = parseXml(text, part);
  const said = (['title', 'subject', 'creator', 'created'] as const).flatMap((name) => {
    const value = childOf(core, name)?.text.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return said.length === 0 ? {} : { properties: Object.fromEntries(said) };
}

function relationId(attributes: Attributes): string | undefined {
  const name = Object.keys(attributes).find((key) => key.endsWith(':id'));
  return name === undefined ? undefined : attributes[name];
}

function yes(text: string | undefined): boolean {
  return text === '1' || text === 'true' || text === 'on';
}

function numberOr(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? NaN : Number(text);
  return Number.isFinite(number) ? number : otherwise;
}

/** Excel's palette for `indexed` colours. */
const PALETTE = (
  '000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 ' +
  '9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 ' +
  '3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333'
).split(' ');

/** Lightens (tint above 0) or darkens a colour as Excel does, channel by channel, which is near enough for a screen. */
function tinted(color: string, tint: number): string {
  if (tint === 0) return color;
  const channel = (from: number): string => {
    const value = parseInt(color.slice(from, from + 2), 16);
    const moved = tint < 0 ? value * (1 + tint) : value + (255 - value) * tint;
    return Math.round(Math.min(255, Math.max(0, moved)))
      .toString(16)
      .padStart(2, '0')
      .toUpperCase();
  };
  return channel(0) + channel(2) + channel(4);
}

function themeColors(files: Package, workbook: string): string[] {
  const target = relationsOf(files, workbook).find((relation) => relation.type === 'theme')?.target;
  const text = target === undefined ? undefined : files.text(target);
  if (text === undefined || target === undefined) return ['FFFFFF', '000000'];
  const scheme = childOf(childOf(parseXml(text, target), 'themeElements'), 'clrScheme');
  const colors = (scheme?.children ?? []).map((entry) => {
    const color = entry.children[0];
    return color?.attributes['lastClr'] ?? color?.attributes['val'] ?? '000000';
  });
  // The first four stand swapped: theme 0 is the light background, 1 the dark text.
  const [dark1 = '000000', light1 = 'FFFFFF', dark2 = '000000', light2 = 'FFFFFF', ...rest] = colors;
  return [light1, dark1, light2, dark2, ...rest];
}

type ColorReader = (element: XmlElement | undefined) => string | undefined;

function colorReader(theme: readonly string[]): ColorReader {
  return (element) => {
    if (!element) return undefined;
    const { rgb, indexed, theme: number, tint } = element.attributes;
    const shade = numberOr(tint, 0);
    if (rgb !== undefined && /^[0-9a-fA-F]{6,8}$/.test(rgb)) return tinted(rgb.slice(-6).toUpperCase(), shade);
    if (number !== undefined) return tinted(theme[Number(number)] ?? '000000', shade);
    if (indexed !== undefined) return PALETTE[Number(indexed)];
    return undefined;
  };
}

const LINES: Readonly<Record<string, Edge['line']>> = {
  thin: 'thin',
  medium: 'medium',
  thick: 'thick',
  dashed: 'dashed',
  mediumDashed: 'dashed',
  dotted: 'dotted',
  dashDot: 'dashed',
  dashDotDot: 'dotted',
  double: 'double',
  hair: 'hair',
};

function readStyles(text: string | undefined, part: string, color: ColorReader): CellStyle[] {
  if (text === undefined) return [{}];
  const root = parseXml(text, part);
  const codes = new Map<number, string>(Object.entries(BUILT_IN_FORMATS).map(([number, code]) => [Number(number), code]));
  for (const { attributes } of childrenOf(childOf(root, 'numFmts'), 'numFmt'))
    codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? 'General');
  const on = (element: XmlElement, name: string): boolean => {
    const found = childOf(element, name);
    return (
      found !== undefined && (found.attributes['val'] === undefined || yes(found.attributes['val']) || found.attributes['val'] === 'single')
    );
  };
  const fonts = childrenOf(childOf(root, 'fonts'), 'font').map((font): CellStyle['font'] => {
    const name = childOf(font, 'name')?.attributes['val'];
    const size = childOf(font, 'sz')?.attributes['val'];
    const ink = color(childOf(font, 'color'));
    return {
      ...(name === undefined ? {} : { name }),
      ...(size === undefined ? {} : { size: numberOr(size, 11) }),
      ...(on(font, 'b') ? { bold: true } : {}),
      ...(on(font, 'i') ? { italic: true } : {}),
      ...(childOf(font, 'u') ? { underline: true } : {}),
      ...(on(font, 'strike') ? { strike: true } : {}),
      ...(ink === undefined ? {} : { color: ink }),
    };
  });
  const fills = childrenOf(childOf(root, 'fills'), 'fill').map((fill) => {
    const pattern = childOf(fill, 'patternFill');
    return pattern?.attributes['patternType'] === 'solid' ? color(childOf(pattern, 'fgColor')) : undefined;
  });
  const borders = childrenOf(childOf(root, 'borders'), 'border').map((border): CellStyle['border'] => {
    const edge = (name: string): Edge | undefined => {
      const found = childOf(border, name);
      const line = LINES[found?.attributes['style'] ?? ''];
      return line ? { line, color: color(childOf(found, 'color')) ?? '000000' } : undefined;
    };
    const [left, right, top, bottom] = [edge('left'), edge('right'), edge('top'), edge('bottom')];
    return left || right || top || bottom
      ? { ...(left && { left }), ...(right && { right }), ...(top && { top }), ...(bottom && { bottom }) }
      : undefined;
  });
  const styles = childrenOf(childOf(root, 'cellXfs'), 'xf').map((xf): CellStyle => {
    const { numFmtId, fontId, fillId, borderId } = xf.attributes;
    const align = childOf(xf, 'alignment')?.attributes;
    const format = codes.get(numberOr(numFmtId, 0));
    const font = fonts[numberOr(fontId, 0)];
    const fill = fills[numberOr(fillId, 0)];
    const border = borders[numberOr(borderId, 0)];
    const horizontal = align?.['horizontal'];
    const vertical = align?.['vertical'] === 'center' ? 'middle' : align?.['vertical'];
    const indent = numberOr(align?.['indent'], 0);
    return {
      ...(font ? { font } : {}),
      ...(fill ? { fill } : {}),
      ...(border ? { border } : {}),
      ...(horizontal === 'left' || horizontal === 'center' || horizontal === 'right' || horizontal === 'justify' ? { horizontal } : {}),
      ...(vertical === 'top' || vertical === 'middle' || vertical === 'bottom' ? { vertical } : {}),
      ...(yes(align?.['wrapText']) ? { wrap: true } : {}),
      ...(indent > 0 ? { indent } : {}),
      ...(format === undefined || format === 'General' ? {} : { format }),
      ...(childOf(xf, 'protection')?.attributes['locked'] === '0' ? { locked: false } : {}),
    };
  });
  return styles.length > 0 ? styles : [{}];
}

function readStrings(text: string | undefined, part: string, left: Set<LeftBehind>): string[] {
  const strings: string[] = [];
  if (text === undefined) return strings;
  let current = '';
  let inText = false;
  let runs = 0;
  let phonetic = 0;
  scanXml(text, part, {
    open(name) {
      if (name === 'si') [current, runs] = ['', 0];
      else if (name === 'rPh') phonetic += 1;
      else if (name === 'r') runs += 1;
      else if (name === 't') inText = phonetic === 0;
    },
    close(name) {
      if (name === 'si') {
        strings.push(unescapeText(current));
        if (runs > 1) left.add('rich-text');
      } else if (name === 'rPh') phonetic -= 1;
      else if (name === 't') inText = false;
    },
    text(piece) {
      if (inText) current += piece;
    },
  });
  return strings;
}

function readTable(text: string, part: string, namespace: string): BookTable | null {
  const root = parseXml(text, part);
  const area = readArea(root.attributes['ref'] ?? '');
  const name = root.attributes['displayName'] ?? root.attributes['name'];
  if (!area || name === undefined || root.attributes['headerRowCount'] === '0') return null;
  const styleName = childOf(root, 'tableStyleInfo')?.attributes['name'];
  const totals = numberOr(root.attributes['totalsRowCount'], 0);
  return {
    name,
    area: { ...area, bottom: area.bottom - totals },
    columns: childrenOf(childOf(root, 'tableColumns'), 'tableColumn').map((column) => {
      const formula = childOf(column, 'calculatedColumnFormula')?.text;
      return { name: unescapeText(column.attributes['name'] ?? ''), ...(formula ? { formula: fromDisk(formula, namespace) } : {}) };
    }),
    ...(styleName === undefined ? {} : { styleName }),
    filterButtons: childOf(root, 'autoFilter') !== undefined,
  };
}

const VALIDATION_TYPES: readonly BookValidation['type'][] = ['list', 'whole', 'decimal', 'date', 'time', 'textLength', 'custom', 'none'];
const OPERATORS: readonly NonNullable<BookValidation['operator']>[] = [
  'between',
  'notBetween',
  'equal',
  'notEqual',
  'greaterThan',
  'greaterThanOrEqual',
  'lessThan',
  'lessThanOrEqual',
];

function readAreas(text: string): Area[] {
  return text
    .split(/\s+/)
    .map(readArea)
    .filter((area) => area !== null);
}

/** A sheet's rows and what stands around them. `limit.cells` counts down over the whole book. */
function readSheet(
  text: string,
  part: string,
  strings: readonly string[],
  namespace: string,
  limit: { cells: number; readonly most: number },
  left: Set<LeftBehind>,
): Omit<BookSheet, 'name' | 'hidden' | 'tables'> & { readonly tableIds: readonly string[] } {
  const rows: BookRow[] = [];
  const columns: BookColumns[] = [];
  const merges: Area[] = [];
  const validations: BookValidation[] = [];
  const tableIds: string[] = [];
  const shared = new Map<string, { formula: string; row: number; column: number }>();
  let frozen: BookSheet['frozen'];
  let filter: Area | undefined;
  let tabColor: string | undefined;
  let gridLines: boolean | undefined;
  let zoom: number | undefined;
  let fit = false;
  let print: PrintSetup | undefined;
  let header: string | undefined;
  let footer: string | undefined;

  let rowIndex = -1;
  let row: { index: number; height?: number; hidden?: boolean; cells: BookCell[] } | undefined;
  let cell: { column: number; type: string; style: number; value: string | null; inline: string | null; spills: boolean } | undefined;
  let formula: { text: string; attributes: Attributes } | undefined;
  let rule: { attributes: Attributes; formula1?: string; formula2?: string } | undefined;
  let collecting: 'v' | 'f' | 't' | 'formula1' | 'formula2' | 'oddHeader' | 'oddFooter' | undefined;
  let gathered = '';

  const finishCell = (): void => {
    if (!cell || !row) return;
    let value: BookValue = null;
    const raw = cell.value;
    if (cell.type === 'inlineStr') value = cell.inline === null ? null : unescapeText(cell.inline);
    else if (raw !== null) {
      if (cell.type === 's') value = strings[Number(raw)] ?? null;
      else if (cell.type === 'str') value = unescapeText(raw);
      else if (cell.type === 'b') value = yes(raw);
      else if (cell.type === 'e') value = { error: raw };
      else if (cell.type === 'd')
        value = (Date.parse(raw.length <= 10 ? `${raw}T00:00:00Z` : `${raw}Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
      else {
        const number = Number(raw);
        value = raw.trim() !== '' && Number.isFinite(number) ? number : null;
      }
    }
    let area: BookCell['area'];
    let code: string | undefined;
    if (formula) {
      const { t, si, ref } = formula.attributes;
      const own = formula.text === '' ? undefined : fromDisk(unescapeText(formula.text), namespace);
      if (t === 'shared' && si !== undefined) {
        if (own !== undefined) shared.set(si, { formula: own, row: row.index, column: cell.column });
        const base = shared.get(si);
        code = own ?? (base ? shiftFormula(base.formula, row.index - base.row, cell.column - base.column) : undefined);
      } else if (t !== 'dataTable') code = own;
      const extent = t === 'array' && ref !== undefined ? readArea(ref) : null;
      if (extent) area = { rows: extent.bottom - extent.top + 1, columns: extent.right - extent.left + 1, spills: cell.spills };
    }
    if (value === null && code === undefined && cell.style === 0) return;
    limit.cells -= 1;
    if (limit.cells < 0) throw new BookProblem('too-large', { cells: limit.most });
    row.cells.push({
      column: cell.column,
      value,
      ...(code === undefined ? {} : { formula: code }),
      ...(area ? { area } : {}),
      ...(cell.style === 0 ? {} : { style: cell.style }),
    });
  };

  scanXml(text, part, {
    open(name, a) {
      switch (name) {
        case 'row': {
          rowIndex = a['r'] === undefined ? rowIndex + 1 : Number(a['r']) - 1;
          const height = yes(a['customHeight']) && a['ht'] !== undefined ? Number(a['ht']) : undefined;
          row = { index: rowIndex, cells: [], ...(height === undefined ? {} : { height }), ...(yes(a['hidden']) ? { hidden: true } : {}) };
          break;
        }
        case 'c': {
          const before = row?.cells.at(-1)?.column ?? -1;
          const place = a['r'] === undefined ? null : readArea(a['r']);
          cell = {
            column: place ? place.left : cell ? cell.column + 1 : before + 1,
            type: a['t'] ?? 'n',
            style: numberOr(a['s'], 0),
            value: null,
            inline: null,
            spills: a['cm'] !== undefined,
          };
          formula = undefined;
          break;
        }
        case 'f':
          formula = { text: '', attributes: a };
          collecting = 'f';
          gathered = '';
          break;
        case 'v':
        case 't':
        case 'formula1':
        case 'formula2':
        case 'oddHeader':
        case 'oddFooter':
          collecting = name;
          gathered = '';
          break;
        case 'col': {
          const first = numberOr(a['min'], 1) - 1;
          const width = a['width'] === undefined ? undefined : Number(a['width']);
          const style = numberOr(a['style'], 0);
          columns.push({
            first,
            last: numberOr(a['max'], first + 1) - 1,
            ...(width === undefined ? {} : { width }),
            ...(yes(a['hidden']) ? { hidden: true } : {}),
            ...(style === 0 ? {} : { style }),
          });
          break;
        }
        case 'sheetView':
          if (a['showGridLines'] === '0') gridLines = false;
          if (a['zoomScale'] !== undefined) zoom = numberOr(a['zoomScale'], 100);
          break;
        case 'pane':
          if (a['state'] === 'frozen' || a['state'] === 'frozenSplit')
            frozen = { rows: numberOr(a['ySplit'], 0), columns: numberOr(a['xSplit'], 0) };
          break;
        case 'tabColor':
          if (a['rgb'] !== undefined) tabColor = a['rgb'].slice(-6);
          break;
        case 'pageSetUpPr':
          fit = yes(a['fitToPage']);
          break;
        case 'mergeCell': {
          const area = readArea(a['ref'] ?? '');
          if (area) merges.push(area);
          break;
        }
        case 'autoFilter':
          filter = readArea(a['ref'] ?? '') ?? undefined;
          break;
        case 'dataValidation':
          rule = { attributes: a };
          break;
        case 'pageSetup':
          print = {
            landscape: a['orientation'] === 'landscape',
            paper: numberOr(a['paperSize'], 9),
            pagesWide: fit ? numberOr(a['fitToWidth'], 1) : 0,
            pagesTall: fit ? numberOr(a['fitToHeight'], 1) : 0,
          };
          break;
        case 'tablePart': {
          const id = relationId(a);
          if (id !== undefined) tableIds.push(id);
          break;
        }
        case 'conditionalFormatting':
          left.add('conditional-formats');
          break;
        case 'hyperlink':
          left.add('links');
          break;
        case 'sheetProtection':
          left.add('protection');
          break;
        case 'drawing':
          left.add('drawings');
          break;
        case 'legacyDrawing':
          left.add('notes');
          break;
        default:
      }
    },
    close(name) {
      if (name === collecting) {
        if (name === 'v' && cell) cell.value = gathered;
        else if (name === 't' && cell) cell.inline = (cell.inline ?? '') + gathered;
        else if (name === 'f' && formula) formula = { ...formula, text: gathered };
        else if ((name === 'formula1' || name === 'formula2') && rule) rule[name] = fromDisk(gathered, namespace);
        else if (name === 'oddHeader') header = gathered;
        else if (name === 'oddFooter') footer = gathered;
        collecting = undefined;
      }
      if (name === 'c') finishCell();
      else if (name === 'row' && row) {
        if (row.cells.length > 0 || row.height !== undefined || row.hidden) rows.push(row);
        row = undefined;
        cell = undefined;
      } else if (name === 'dataValidation' && rule) {
        const a = rule.attributes;
        const type = VALIDATION_TYPES.find((known) => known === (a['type'] ?? 'none'));
        const operator = OPERATORS.find((known) => known === a['operator']);
        const errorStyle = a['errorStyle'] === 'warning' || a['errorStyle'] === 'information' ? a['errorStyle'] : 'stop';
        if (type) {
          validations.push({
            areas: readAreas(a['sqref'] ?? ''),
            type,
            ...(operator ? { operator } : {}),
            ...(rule.formula1 === undefined ? {} : { formula1: rule.formula1 }),
            ...(rule.formula2 === undefined ? {} : { formula2: rule.formula2 }),
            allowBlank: yes(a['allowBlank']),
            errorStyle,
            ...(a['errorTitle'] === undefined ? {} : { errorTitle: unescapeText(a['errorTitle']) }),
            ...(a['error'] === undefined ? {} : { error: unescapeText(a['error']) }),
            ...(a['promptTitle'] === undefined ? {} : { promptTitle: unescapeText(a['promptTitle']) }),
            ...(a['prompt'] === undefined ? {} : { prompt: unescapeText(a['prompt']) }),
          });
        }
        rule = undefined;
      }
    },
    text(piece) {
      if (collecting) gathered += piece;
    },
  });
  return {
    rows,
    columns,
    merges,
    validations,
    tableIds,
    ...(frozen ? { frozen } : {}),
    ...(filter ? { filter } : {}),
    ...(tabColor === undefined ? {} : { tabColor }),
    ...(gridLines === undefined ? {} : { gridLines }),
    ...(zoom === undefined ? {} : { zoom }),
    ...(print ? { print: { ...print, ...(header === undefined ? {} : { header }), ...(footer === undefined ? {} : { footer }) } } : {}),
  };
}

function titlesOf(refersTo: string): Pick<PrintSetup, 'titleRows' | 'titleColumns'> {
  const rows = /\$(\d+):\$(\d+)/.exec(refersTo);
  const columns = /\$([A-Z]+):\$([A-Z]+)(?![\d$])/.exec(refersTo);
  return {
    ...(rows?.[1] && rows[2] ? { titleRows: [Number(rows[1]) - 1, Number(rows[2]) - 1] as const } : {}),
    ...(columns?.[1] && columns[2] ? { titleColumns: [columnNumber(columns[1]), columnNumber(columns[2])] as const } : {}),
  };
}

/**
 * Opens the bytes of an .xlsx file. `left` lists what the file holds beyond the model: it would not be in a file written from the book.
 * Refuses with a BookProblem.
 */
export function readBook(
  data: Uint8Array,
  namespace: string,
  limits: ReadLimits = DEFAULT_LIMITS,
): { readonly book: Book; readonly left: readonly LeftBehind[] } {
  const files = unpack(data, limits);
  const left = new Set<LeftBehind>();
  const main = relationsOf(files, '').find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const text = files.text(main);
  if (text === undefined) {
    throw new BookProblem(files.names.some((name) => name.endsWith('workbook.bin')) ? 'unsupported-format' : 'not-a-workbook', {
      format: 'zip',
    });
  }
  const root = parseXml(text, main);
  if (root.name !== 'workbook') throw new BookProblem('not-a-workbook', { part: main });
  const relations = relationsOf(files, main);
  const target = (type: string): string | undefined => relations.find((relation) => relation.type === type)?.target;
  const stylesName = target('styles') ?? '';
  const stringsName = target('sharedStrings') ?? '';
  const styles = readStyles(files.text(stylesName), stylesName, colorReader(themeColors(files, main)));
  const strings = readStrings(files.text(stringsName), stringsName, left);
  if (files.names.some((name) => name.endsWith('vbaproject.bin'))) left.add('macros');
  if (relations.some((relation) => relation.type === 'externalLink')) left.add('external');

  const names: BookName[] = [];
  const sheetNames = childrenOf(childOf(root, 'sheets'), 'sheet').map((sheet) => sheet.attributes['name'] ?? '');
  const titles = new Map<string, string>();
  for (const { attributes, text: refersTo } of childrenOf(childOf(root, 'definedNames'), 'definedName')) {
    const sheet = attributes['localSheetId'] === undefined ? undefined : sheetNames[Number(attributes['localSheetId'])];
    const name = attributes['name'] ?? '';
    if (name === '_xlnm.Print_Titles' && sheet !== undefined) titles.set(sheet, refersTo);
    if (name.startsWith('_xlnm.')) continue;
    names.push({
      name,
      refersTo: fromDisk(refersTo, namespace),
      ...(sheet === undefined ? {} : { sheet }),
      ...(yes(attributes['hidden']) ? { hidden: true } : {}),
    });
  }

  const limit = { cells: limits.cells, most: limits.cells };
  const sheets: BookSheet[] = [];
  for (const { attributes } of childrenOf(childOf(root, 'sheets'), 'sheet')) {
    const id = relationId(attributes);
    const relation = relations.find((candidate) => candidate.id === id);
    const sheetText = relation?.type === 'worksheet' ? files.text(relation.target) : undefined;
    if (!relation || sheetText === undefined) {
      left.add('drawings');
      continue;
    }
    const { tableIds, ...content } = readSheet(sheetText, relation.target, strings, namespace, limit, left);
    const own = relationsOf(files, relation.target);
    if (own.some((entry) => entry.type === 'pivotTable')) left.add('pivots');
    if (own.some((entry) => entry.type === 'comments' || entry.type === 'threadedComment')) left.add('notes');
    const tables = tableIds.flatMap((tableId) => {
      const file = own.find((entry) => entry.id === tableId)?.target;
      const tableText = file === undefined ? undefined : files.text(file);
      const table = file === undefined || tableText === undefined ? null : readTable(tableText, file, namespace);
      return table ? [table] : [];
    });
    const name = attributes['name'] ?? '';
    const title = titles.get(name);
    sheets.push({
      name,
      ...(attributes['state'] === undefined || attributes['state'] === 'visible' ? {} : { hidden: true }),
      ...content,
      ...(content.print && title !== undefined ? { print: { ...content.print, ...titlesOf(title) } } : {}),
      tables,
    });
  }
  if (sheets.length === 0) throw new BookProblem('not-a-workbook', { part: main });
  const active = numberOr(childOf(childOf(root, 'bookViews'), 'workbookView')?.attributes['activeTab'], 0);
  const list = new StyleList(styles[0] ?? {});
  const renumbered = styles.map((style, i) => (i === 0 ? 0 : list.add(style)));
  const restyle = (style: number | undefined): { style?: number } => {
    const number = style === undefined ? undefined : renumbered[style];
    return number === undefined || number === 0 ? {} : { style: number };
  };
  return {
    book: {
      sheets: sheets.map((sheet) => ({
        ...sheet,
        columns: sheet.columns.map(({ style, ...column }) => ({ ...column, ...restyle(style) })),
        rows: sheet.rows.map((row) => ({ ...row, cells: row.cells.map(({ style, ...cell }) => ({ ...cell, ...restyle(style) })) })),
      })),
      styles: list.styles,
      names,
      active: active < sheets.length ? active : 0,
      ...(yes(childOf(root, 'workbookPr')?.attributes['date1904']) ? { date1904: true } : {}),
      ...readProperties(files),
    },
    left: [...left],
  };
}
