import type { CAC, Command } from 'cac';
import { assessSides, type AssessedPolicy, type Assessment } from '../assess';
import {
  compare,
  comparisonSheets,
  linesOf,
  sayMove,
  settingsApart,
  sideLines,
  sidesOf,
  summaryName,
  type ChangeSummary,
  type Comparison,
  type Move,
  type ReadingChoice,
} from '../comparison';
import { assumptionLines, fill, readingName, sayMoney, timeText, type Language } from '../explain';
import { writeXlsx } from '../hosts/xlsx';
import type { ParameterReading } from '../ledger';
import { policyNamed, policyOf, withLedger, type ExitCode, type LedgerRequest, type Setting } from './commands';
import { checkOutput, readParameterFile } from './files';
import { problemLines } from './reading';
import { Refusal } from './refusal';
import { cliWords } from './words';

/** What this command takes from the command line. */
interface CompareDoor {
  readonly setting: Setting;
  /** All values of an option. */
  readonly all: (...names: readonly string[]) => readonly string[];
  readonly text: (...names: readonly string[]) => string | undefined;
  readonly has: (...names: readonly string[]) => boolean;
  readonly ledgerOptions: (command: Command) => Command;
  readonly ledgerRequest: (command: string, ledger: string) => LedgerRequest;
  readonly chosen: { push(run: () => Promise<ExitCode>): unknown };
}

/** Adds compare to the command line. */
export function compareCommands(cli: CAC, door: CompareDoor): void {
  const { setting, all, text, has, ledgerRequest, chosen } = door;
  const say = cliWords(setting.language);
  door
    .ledgerOptions(cli.command('compare <ledger>', say.commands.compare))
    .option('--reading <choice>', say.options.reading)
    .option('--overlay <file>', say.options.overlay)
    .option('--parameters-b <file>', say.options.parametersB)
    .option('-o, --output <file>', say.options.output)
    .option('--force', say.options.force)
    .example((name) => `  $ ${name} compare ledger.xlsx -p 2025q1 --reading hire-count-basis=lesser,newHires`)
    .example((name) => `  $ ${name} compare ledger.xlsx -p 2025q1 --overlay packs/2025q1/assumptions/issued-10-percent.yaml -o change.xlsx`)
    .example((name) => `  $ ${name} compare ledger.xlsx -p 2025q1 --parameters this-year.json --parameters-b proposed.json -o change.xlsx`)
    .action((ledger: string) => {
      chosen.push(async () =>
        compareCommand(
          {
            // The overlay of this command belongs to side B alone.
            ledger: { ...ledgerRequest('compare', ledger), overlay: undefined },
            readings: all('--reading'),
            overlay: text('--overlay'),
            parametersB: text('--parameters-b'),
            output: text('-o', '--output'),
            force: has('--force'),
          },
          setting,
        ),
      );
    });
}

interface CompareRequest {
  readonly ledger: LedgerRequest;
  readonly readings: readonly string[];
  readonly overlay: string | undefined;
  readonly parametersB: string | undefined;
  readonly output: string | undefined;
  readonly force: boolean;
}

/** `compare`: one ledger on two sides. 1 where there is something to look at, 2 where nothing could be compared. */
async function compareCommand(request: CompareRequest, setting: Setting): Promise<ExitCode> {
  const { language, print } = setting;
  const say = cliWords(language);
  const { overlay, parametersB, output } = request;
  if (request.readings.length === 0 && overlay === undefined && parametersB === undefined) throw new Refusal(say.compare.nothingAsked);
  const { ledger, parameters } = request.ledger;
  if (output !== undefined) await checkOutput(output, request.force, language, [ledger, parameters, overlay, parametersB]);
  const policy = await policyNamed(request.ledger.policy, language);
  const policyB = overlay === undefined ? policy : await policyOf({ ...request.ledger, overlay }, language);
  const readings = readingChoices(request.readings, policy, language);
  const assumed = policyB.pack.assumption?.changes.find(
    ({ kind, name }) => kind === 'reading' && readings.some((one) => one.reading === name),
  );
  if (assumed !== undefined)
    throw new Refusal(fill(say.compare.readingAssumed, { reading: readingName(policy.pack, assumed.name, language) }));
  const settings = await settingsOf(request.ledger.parameters, policy, language);
  const settingsB = await settingsOf(parametersB, policyB, language);
  const { result, bar } = await withLedger(request.ledger, setting, async (host, options) => {
    const sides = await sidesOf(host, policy, { readings, policyB, ...(settingsB === undefined ? {} : { settingsB }) }, settings);
    return assessSides(host, sides, options);
  });
  try {
    const [a, b] = result;
    if (a === undefined || b === undefined) throw new Error('two sides were judged and did not come out');
    if (a.count === 0) {
      bar.stop();
      for (const line of problemLines(a, language)) print(line);
      throw new Refusal(say.errors.nothingJudged);
    }
    const apart = settingsApart(a, b, language);
    if (apart.a.length === 0 && apart.b.length === 0) throw new Refusal(say.compare.same);
    const comparison = compareAll(a, b);
    if (output !== undefined) {
      const written = await writeXlsx(
        output,
        request.ledger.ledger,
        comparisonSheets(comparison, { language, time: timeText(setting.now()) }),
        (rows) => bar.update('writing', rows, null),
      );
      bar.stop();
      for (const line of summary(comparison, language)) print(line);
      const listed = written.map(({ sheet, rows }) => fill(say.summary.sheet, { sheet, rows })).join(say.listed);
      print(fill(say.summary.written, { file: output, sheets: listed }));
    } else {
      bar.stop();
      for (const line of summary(comparison, language)) print(line);
    }
    // Both sides read one ledger; they may differ in their settings alone.
    const most = b.problemCount > a.problemCount ? b : a;
    for (const line of problemLines(most, language)) print(line);
    return most.problemCount > 0 ? 1 : 0;
  } finally {
    bar.stop();
  }
}

function compareAll(a: Assessment, b: Assessment): Comparison {
  const run = compare(a, b);
  for (;;) {
    const step = run.next();
    if (step.done === true) return step.value;
  }
}

async function settingsOf(file: string | undefined, policy: AssessedPolicy, language: Language): Promise<ParameterReading | undefined> {
  return file === undefined ? undefined : readParameterFile(file, policy.pack, language);
}

/** `hire-count-basis=lesser,newHires`, the reading by its id or its name: the option of A, then of B; one option alone is B's. */
function readingChoices(texts: readonly string[], { pack }: AssessedPolicy, language: Language): ReadingChoice[] {
  const say = cliWords(language);
  return texts.map((text) => {
    const [, id = '', rest = ''] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/.exec(text) ?? [];
    const options = rest.split(/\s*[,，]\s*/);
    const [first, second] = options;
    if (id === '' || first === undefined || first === '' || options.length > 2)
      throw new Refusal(fill(say.compare.readingWritten, { text }));
    const all = Object.values(pack.readings);
    const reading = all.find((one) => [one.id, one.name, one.nameEnglish].includes(id));
    const known = all
      .map((one) => fill(say.compare.readingKnown, { id: one.id, name: readingName(pack, one.id, language) }))
      .join(say.listed);
    if (reading === undefined) throw new Refusal(fill(say.compare.noReading, { policy: pack.id, reading: id, known }));
    const name = readingName(pack, reading.id, language);
    for (const option of options)
      if (!reading.options.some((one) => one.id === option))
        throw new Refusal(fill(say.judge.option, { reading: name, option, known: reading.options.map((one) => one.id).join(say.listed) }));
    return second === undefined ? { reading: reading.id, a: null, b: first } : { reading: reading.id, a: first, b: second };
  });
}

const listedRows = 10;

/** A few lines that say who changes and by how much. */
function summary(comparison: Comparison, language: Language): string[] {
  const { compare: say, summary: shared } = cliWords(language);
  const { a, b, rows } = comparison;
  const lines = [
    fill(say.compared, { rows: a.count, persons: a.persons, changed: rows.length, changedPersons: comparison.persons }),
    ...sideLines(comparison, language),
    ...assumptionLines(b.pack, language).slice(1),
  ];
  if (a.pack.status === 'draft') lines.push(shared.draft);
  if (comparison.isEmpty) return [...lines, say.none];
  for (const one of comparison.summaries) if (one.changed > 0) lines.push(`  ${summaryLine(comparison, one, language)}`);
  lines.push(fill(say.first, { count: Math.min(listedRows, rows.length) }));
  for (const index of rows.slice(0, listedRows)) lines.push(`  ${rowLine(comparison, index, language)}`);
  if (rows.length > listedRows) lines.push(fill(say.more, { count: rows.length - listedRows }));
  return lines;
}

function summaryLine(comparison: Comparison, one: ChangeSummary, language: Language): string {
  const { compare: say, listed } = cliWords(language);
  const money = (amount: string): string => sayMoney(amount, language);
  const isMove = (text: string): text is Move => Object.hasOwn(one.moves, text);
  const moves = Object.entries(one.moves).map(([move, count]) =>
    fill(say.move, { move: isMove(move) ? sayMove(move, language) : move, count }),
  );
  const apart = one.settledInA === '0' && one.settledInB === '0' ? say.line : say.lineApart;
  return fill(apart, {
    measure: summaryName(comparison, one, language),
    changed: one.changed,
    moves: moves.join(listed),
    a: money(one.a),
    b: money(one.b),
    difference: money(one.difference),
    inA: money(one.settledInA),
    inB: money(one.settledInB),
  });
}

function rowLine(comparison: Comparison, index: number, language: Language): string {
  const { compare: say, listed } = cliWords(language);
  const { row, name } = comparison.a.identity(index);
  const changes = linesOf(comparison, comparison.change(index), language).map(({ measure, change, shown }) =>
    fill(say.change, { measure, change, ...shown }),
  );
  return fill(say.row, { row: row + 1, name, changes: changes.join(listed) });
}
