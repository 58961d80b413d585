/**
 * Formulas as officers read them and as files hold them. On disk an add-in's `HUIQI.AWARD` is `_xldudf_HUIQI_AWARD` (Excel gives it back its name
 * when the add-in is there), and functions younger than the file format carry `_xlfn.`; the names of LET and LAMBDA carry `_xlpm.`.
 */

const CUSTOM_PREFIX = '_xldudf_';

/** Functions Excel stores under `_xlfn.`; `_xlws.` follows it for the two marked so. */
const YOUNG_FUNCTIONS = new Set(
  (
    'IFS SWITCH TEXTJOIN CONCAT MAXIFS MINIFS XLOOKUP XMATCH LET LAMBDA FILTER SORT SORTBY UNIQUE SEQUENCE RANDARRAY BYROW BYCOL MAP REDUCE SCAN MAKEARRAY ' +
    'ISOMITTED TAKE DROP CHOOSECOLS CHOOSEROWS EXPAND HSTACK VSTACK TOCOL TOROW WRAPCOLS WRAPROWS TEXTBEFORE TEXTAFTER TEXTSPLIT VALUETOTEXT ARRAYTOTEXT ' +
    'IFNA XOR DAYS ISOWEEKNUM NUMBERVALUE UNICHAR UNICODE FORMULATEXT SHEET SHEETS ISFORMULA BASE DECIMAL ARABIC COMBINA PERMUTATIONA AGGREGATE CEILING.MATH FLOOR.MATH ' +
    'STDEV.S STDEV.P VAR.S VAR.P PERCENTILE.INC PERCENTILE.EXC QUARTILE.INC QUARTILE.EXC RANK.EQ RANK.AVG MODE.SNGL MODE.MULT NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV ' +
    'PERCENTRANK.INC PERCENTRANK.EXC COVARIANCE.P COVARIANCE.S CONFIDENCE.NORM CONFIDENCE.T T.DIST T.INV T.TEST F.DIST F.INV F.TEST CHISQ.DIST CHISQ.INV CHISQ.TEST'
  ).split(' '),
);
const WORKSHEET_FUNCTIONS = new Set(['FILTER', 'SORT']);

/** Splits a formula into pieces of code and pieces that must stay as they are: strings, quoted sheet names, table columns in brackets. */
function mapCode(formula: string, change: (code: string) => string): string {
  let out = '';
  let start = 0;
  let at = 0;
  const keep = (end: number): void => {
    out += change(formula.slice(start, at)) + formula.slice(at, end);
    start = at = end;
  };
  while (at < formula.length) {
    const character = formula[at];
    if (character === '"' || character === "'") {
      let end = at + 1;
      while (end < formula.length && (formula[end] !== character || formula[end + 1] === character))
        end += formula[end] === character ? 2 : 1;
      keep(Math.min(end + 1, formula.length));
    } else if (character === '[') {
      let depth = 0;
      let end = at;
      do {
        if (formula[end] === "'") end += 1;
        else if (formula[end] === '[') depth += 1;
        else if (formula[end] === ']') depth -= 1;
        end += 1;
      } while (depth > 0 && end < formula.length);
      keep(Math.min(end, formula.length));
    } else at += 1;
  }
  return out + change(formula.slice(start));
}

/** The formula as a file holds it. `namespace` is the add-in's (`HUIQI`). */
export function toDisk(formula: string, namespace: string): string {
  const custom = new RegExp(`(^|[^\\w.])${namespace}\\.([A-Z][A-Z0-9_.]*)(?=\\s*\\()`, 'gi');
  return mapCode(formula, (code) =>
    code
      .replace(
        custom,
        (_, before: string, name: string) => `${before}${CUSTOM_PREFIX}${namespace}_${name.toUpperCase().replaceAll('.', '_')}`,
      )
      .replace(/(^|[^\w.])([A-Z][A-Z0-9.]*)(?=\s*\()/gi, (whole, before: string, name: string) => {
        const upper = name.toUpperCase();
        if (!YOUNG_FUNCTIONS.has(upper)) return whole;
        return `${before}_xlfn.${WORKSHEET_FUNCTIONS.has(upper) ? '_xlws.' : ''}${upper}`;
      }),
  );
}

/** The formula as an officer reads it. */
export function fromDisk(formula: string, namespace: string): string {
  const custom = new RegExp(`(?:\\[\\d+\\]!)?${CUSTOM_PREFIX}${namespace}_([A-Z][A-Z0-9_]*)`, 'gi');
  // An add-in saved by another machine may carry a workbook number before the name: [2]!_xldudf_…; it would be taken for a table's brackets.
  return mapCode(
    formula.replace(custom, (_, name: string) => `${namespace}.${name.toUpperCase()}`),
    (code) => code.replace(/_xlfn\.(?:_xlws\.)?|_xlpm\.|_xludf\./g, ''),
  );
}
