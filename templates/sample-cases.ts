import { compile, dayNumber, scaleText, type Input, type Pack, type RawValue } from '../src/engine';
import { Cases, isShare, type Case, type Fact } from './cases';
import { creditCode, shortName } from './fictitious';
import { CITIES } from './places';
import type { Sample, SampleCell, SampleEnterprise, SampleEntry } from './sample';
import type { Figures, Typical, TypicalRows } from './typical';
import { CASES, WORDS } from './words';

/** Day 0 of the engine (1970-01-01) as Excel numbers days. */
const EXCEL_DAY = 25569;

/** The document's cases as a sample: an enterprise for every case of the ledger, projects that belong to some of them, and rows that are wrongly filled in. */
export function exampleSample(pack: Pack, typical: TypicalRows): Sample {
  const program = compile(pack);
  const found = new Cases(program, typical.parameters);
  const cells = (figures: Figures): Record<string, SampleCell> =>
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, cellOf(pack, name, value)]));
  const enterprises: SampleEnterprise[] = [];
  const ends: string[] = [];
  const names = new Map<string, number>();
  const add = (row: Typical, facts: Readonly<Record<string, SampleCell>>, note: string, code?: (own: string) => SampleCell): void => {
    const city = CITIES[enterprises.length % CITIES.length];
    const place = city?.counties[Math.floor(enterprises.length / CITIES.length) % city.counties.length];
    if (!city || !place) throw new Error('no such place');
    const [division, county] = row.isPublicBody ? [`${place[0].slice(0, 4)}00`, CASES.cityItself] : place;
    const name = `${shortName(city.name, row.isPublicBody ? '' : county)}${CASES.example}${row.name}`;
    const times = (names.get(name) ?? 0) + 1;
    names.set(name, times);
    const own = creditCode(division, enterprises.length + 1, row.isPublicBody ? '11' : '91');
    enterprises.push({
      name: times === 1 ? name : name + CASES.again[times],
      code: code ? code(own) : own,
      city: city.name,
      county,
      facts,
      note,
    });
    ends.push(row.name);
  };
  for (const row of typical.ledger.rows)
    for (const { figures, note } of found.around(row, typical.ledger.common)) add(row, cells(figures), note);
  const plain = typical.ledger.rows.find(({ figures }) => moneyIn(pack, { ...typical.ledger.common, ...figures }) !== undefined);
  if (plain)
    for (const { facts, note, code } of wronglyFilled(pack, cells({ ...typical.ledger.common, ...plain.figures })))
      add(plain, facts, note, code);

  const owners = enterprises.filter((_, at) => ends[at] === typical.projects.owners);
  const projects = typical.projects.rows.flatMap((row) =>
    found.around(row, typical.projects.common).map((one): readonly [Typical, Case] => [row, one]),
  );
  return {
    enterprises,
    projects: projects.map(([row, { figures, note }], at): SampleEntry => {
      const owner = owners[at % owners.length];
      if (!owner) throw new Error(`nobody owns a project of ${pack.id}`);
      return {
        title: `${CASES.example}${row.name}${at + 1}`,
        enterprise: owner.name,
        code: owner.code,
        facts: cells(figures),
        note,
      };
    }),
    events: [],
    parameters: cells(typical.parameters),
  };
}

/** A row as it is often handed in: figures as text, words for figures, wrong codes. */
function wronglyFilled(
  pack: Pack,
  facts: Readonly<Record<string, SampleCell>>,
): readonly { readonly facts: Readonly<Record<string, SampleCell>>; readonly note: string; readonly code?: (own: string) => SampleCell }[] {
  const given = Object.values(pack.inputs).filter(({ id, table }) => table === 'ledger' && facts[id] !== undefined && facts[id] !== null);
  const number = moneyIn(pack, facts);
  const answer = given.find(({ type }) => type === 'yesno');
  const date = given.find(({ type }) => type === 'date');
  const figure = (input: Input | undefined, value: SampleCell, note: string) =>
    input === undefined ? [] : [{ facts: { ...facts, [input.id]: value }, note: input.name + note }];
  const value = facts[number?.id ?? ''];
  const plain = typeof value === 'number' ? String(value) : '';
  return [
    ...figure(number, Number(plain).toLocaleString('en-US', { minimumFractionDigits: 2 }), CASES.wrong.textNumber),
    ...figure(number, `${plain}${number?.unit?.name ?? ''}`, CASES.wrong.withUnit),
    ...figure(number, `${CASES.wrong.about}${plain}`, CASES.wrong.approximate),
    ...figure(number, '-', CASES.wrong.dash),
    ...figure(number, { error: '#N/A' }, CASES.wrong.error),
    ...figure(answer, facts[answer?.id ?? ''] === WORDS.yes ? '√' : '×', CASES.wrong.mark),
    ...figure(answer, CASES.wrong.pendingWord, CASES.wrong.pending),
    ...figure(date, CASES.wrong.textDateValue, CASES.wrong.textDate),
    { facts, note: CASES.wrong.checkDigit, code: (own) => own.slice(0, 17) + (own.endsWith('0') ? '1' : '0') },
    { facts, note: CASES.wrong.noCode, code: () => null },
  ];
}

/** The first sum of money that a row of the ledger gives. */
function moneyIn(pack: Pack, figures: Readonly<Record<string, unknown>>): Input | undefined {
  return Object.values(pack.inputs).find(
    ({ id, table, unit }) => table === 'ledger' && unit?.dimension.money === 1 && Boolean(figures[id]),
  );
}

/** A figure as it stands in a cell: a share in per cent, a date as Excel's number. */
function cellOf(pack: Pack, name: string, value: RawValue): SampleCell {
  const fact: Fact | undefined = pack.inputs[name] ?? pack.parameters[name];
  if (!fact) throw new Error(`no figure ${name}`);
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? WORDS.yes : WORDS.no;
  const text = String(value);
  if (fact.type === 'date') {
    const day = dayNumber(text);
    if (day === null) throw new Error(`no day ${text}`);
    return day + EXCEL_DAY;
  }
  if (fact.type !== 'number') return text;
  return Number(isShare(fact) ? scaleText(text, 2) : text);
}
