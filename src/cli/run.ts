import type { Writable } from 'node:stream';
import { cac, type Command } from 'cac';
import { fill, languageNamed, loadWords, sayProblem, type Language } from '../explain';
import { HostProblem } from '../hosts/host';
import { policies } from '../policies';
import { version } from '../version';
import {
  assessCommand,
  explainCommand,
  judgeCommand,
  policiesCommand,
  templateCommand,
  type ExitCode,
  type LedgerRequest,
  type Setting,
} from './commands';
import type { StartThread } from './files';
import { compareCommands } from './compare';
import { monitorCommands } from './monitor';
import { Output } from './output';
import { Refusal } from './refusal';
import { cliWords, type CliWords } from './words';

/** Everything the command line touches of its surroundings. */
export interface Surroundings {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  readonly error: Writable;
  readonly now: () => Date;
  /** Starts a second thread for a large ledger; null where there is none to be had. */
  readonly startThread: StartThread;
}

/** The language asked for by HUIQI_LANG, else by LC_ALL, LC_MESSAGES or LANG; zh-CN where none is set. */
function languageOf(environment: Surroundings['environment']): Language {
  const asked = ['HUIQI_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG']
    .map((name) => environment[name])
    .find((value) => value !== undefined && value !== '');
  return languageNamed(asked);
}

/** Options as the user typed them: the parser makes numbers of texts that look like numbers, and a sheet may be called 007. */
class Typed {
  constructor(private readonly words: readonly string[]) {}

  /** All values given for an option, by any of its names. */
  all(...names: readonly string[]): string[] {
    const values: string[] = [];
    this.words.forEach((word, index) => {
      for (const name of names) {
        const following = this.words[index + 1];
        if (word === name && following !== undefined) values.push(following);
        else if (word.startsWith(`${name}=`)) values.push(word.slice(name.length + 1));
      }
    });
    return values;
  }

  text(...names: readonly string[]): string | undefined {
    return this.all(...names).at(-1);
  }

  has(...names: readonly string[]): boolean {
    return this.words.some((word) => names.includes(word));
  }
}

/** A row number counted from 1. */
function rowNumber(text: string | undefined, option: string, say: CliWords): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Refusal(fill(say.errors.positiveRow, { option, text }));
  return Number(text);
}

/** `H=quarterlyOutputValue,I=ignore` as pairs. */
function pairs(texts: readonly string[], option: string, say: CliWords): Record<string, string> | undefined {
  const parts = texts.flatMap((text) => text.split(/[,，;；]/)).map((part) => part.trim());
  const given = parts.filter((part) => part !== '');
  if (given.length === 0) return undefined;
  const read = given.map((part): [string, string] => {
    const equals = part.lastIndexOf('=');
    const left = part.slice(0, Math.max(equals, 0)).trim();
    const right = part.slice(equals + 1).trim();
    if (equals < 1 || left === '' || right === '') throw new Refusal(fill(say.errors.columns, { option, text: part }));
    return [left, right];
  });
  return Object.fromEntries(read);
}

/** What cac found wrong, in the user's language. */
function usageFault(message: string, say: CliWords): string {
  const [, name = ''] = /`([^`]*)`/.exec(message) ?? [];
  if (message.startsWith('missing required args')) return say.errors.missingArgument;
  if (message.startsWith('Unknown option')) return fill(say.errors.unknownOption, { option: name });
  if (message.startsWith('option')) return fill(say.errors.optionValue, { option: name });
  return fill(say.errors.extraArgument, { text: name });
}

/** That no policy is named, and which there are. */
function missingPolicy(say: CliWords): string {
  const ids = policies.map((policy) => policy.id);
  return fill(say.errors.missingPolicy, { latest: ids.at(-1), known: ids.join(say.listed) });
}

const titles = (say: CliWords): ReadonlyMap<string, string> =>
  new Map([
    ['Usage', say.help.usage],
    ['Commands', say.help.commands],
    ['For more info, run any command with the `--help` flag', say.help.more],
    ['Options', say.help.options],
    ['Examples', say.help.examples],
  ]);

/** Runs one command line and says how it ended. Never throws, never shows a stack unless HUIQI_DEBUG asks for it. */
export async function runCommandLine(surroundings: Surroundings): Promise<ExitCode> {
  await loadWords('en-US');
  const { environment } = surroundings;
  const language = languageOf(environment);
  const say = cliWords(language);
  const output = new Output(surroundings.output);
  const complain = (line: string): void => void surroundings.error.write(`${line}\n`);
  const setting: Setting = {
    language,
    print: (line) => void output.add(line),
    now: surroundings.now,
    startThread: surroundings.startThread,
  };
  const failed = (error: unknown): ExitCode => {
    if (environment['HUIQI_DEBUG'] === '1' && error instanceof Error) complain(error.stack ?? error.message);
    if (error instanceof Refusal) complain(error.message);
    else if (error instanceof HostProblem) complain(sayProblem(error, language));
    else complain(fill(say.errors.unexpected, { what: error instanceof Error ? error.message : String(error), version }));
    return 2;
  };
  let code: ExitCode;
  try {
    code = await dispatch(surroundings, setting, output, say);
  } catch (error) {
    code = failed(error);
  }
  try {
    await output.flush();
  } catch (error) {
    code = failed(error);
  }
  return code;
}

async function dispatch(surroundings: Surroundings, setting: Setting, output: Output, say: CliWords): Promise<ExitCode> {
  const { language } = setting;
  const typed = new Typed(surroundings.arguments);
  const cli = cac('huiqi');
  const chosen: (() => Promise<ExitCode>)[] = [];

  /** The option's value, or the sentence that it is missing. */
  const needed = (command: string, value: string | undefined, option: string): string => {
    if (value === undefined && option === '-p') throw new Refusal(missingPolicy(say));
    if (value === undefined) throw new Refusal(fill(say.errors.missingOption, { option, command }));
    return value;
  };
  const ledgerOptions = (command: Command): Command =>
    command
      .option('-p, --policy <id>', say.options.policy)
      .option('--parameters <file>', say.options.parameters)
      .option('--sheet <name>', say.options.sheet)
      .option('--header-row <n>', say.options.headerRow)
      .option('--columns <list>', say.options.columns)
      .option('--units <list>', say.options.units);
  const ledgerRequest = (command: string, ledger: string): LedgerRequest => {
    const headerRow = rowNumber(typed.text('--header-row'), '--header-row', say);
    const columns = pairs(typed.all('--columns'), '--columns', say);
    const units = pairs(typed.all('--units'), '--units', say);
    const parameters = typed.text('--parameters');
    const sheet = typed.text('--sheet');
    const overlay = typed.text('--overlay');
    return {
      ledger,
      policy: needed(command, typed.text('-p', '--policy'), '-p'),
      ...(parameters === undefined ? {} : { parameters }),
      ...(sheet === undefined ? {} : { sheet }),
      ...(overlay === undefined ? {} : { overlay }),
      ...(headerRow === undefined ? {} : { headerRow }),
      ...(columns === undefined ? {} : { columns }),
      ...(units === undefined ? {} : { units }),
    };
  };

  ledgerOptions(cli.command('assess <ledger>', say.commands.assess))
    .option('--overlay <file>', say.options.overlay)
    .option('-o, --output <file>', say.options.output)
    .option('--force', say.options.force)
    .option('--quiet', say.options.quiet)
    .example((name) => `  $ ${name} assess ledger.xlsx -p 2025q1 -o result.xlsx`)
    .example((name) => `  $ ${name} assess ledger.csv -p 2025q1 --parameters rules.json -o result.xlsx --force`)
    .example(
      (name) => `  $ ${name} assess ledger.xlsx -p 2025q1 --sheet 企业台账 --columns 'H=quarterlyOutputValue,J=ignore' -o result.xlsx`,
    )
    .action((ledger: string) => {
      chosen.push(async () =>
        assessCommand(
          {
            ...ledgerRequest('assess', ledger),
            output: needed('assess', typed.text('-o', '--output'), '-o'),
            force: typed.has('--force'),
            quiet: typed.has('--quiet'),
          },
          setting,
        ),
      );
    });
  cli
    .command('judge', say.commands.judge)
    .option('--overlay <file>', say.options.overlay)
    .example((name) => `  $ ${name} judge < questions.jsonl > answers.jsonl`)
    .example(
      (name) =>
        `  $ echo '{"id":1,"measure":"2025q1-26-hiring-subsidy","inputs":{"enterpriseType":"industrial","quarterlyOutputValue":"2500","insuredEmployees":120,"insuredEmployeesLastYear":100,"newHires":30}}' | ${name} judge`,
    )
    .action(() => {
      chosen.push(async () => judgeCommand(surroundings.input, output, typed.text('--overlay'), language));
    });
  ledgerOptions(cli.command('explain <ledger>', say.commands.explain))
    .option('--overlay <file>', say.options.overlay)
    .option('--row <n>', say.options.row)
    .option('--enterprise <name>', say.options.enterprise)
    .option('--measure <id>', say.options.measure)
    .option('--notes', say.options.notes)
    .option('--json', say.options.json)
    .example((name) => `  $ ${name} explain ledger.xlsx -p 2025q1 --row 7`)
    .example((name) => `  $ ${name} explain ledger.xlsx -p 2025q1 --enterprise 桂林 --measure 二十六`)
    .action((ledger: string) => {
      chosen.push(async () => {
        const row = rowNumber(typed.text('--row'), '--row', say);
        const enterprise = typed.text('--enterprise');
        const measure = typed.text('--measure');
        return explainCommand(
          {
            ...ledgerRequest('explain', ledger),
            ...(row === undefined ? {} : { row }),
            ...(enterprise === undefined ? {} : { enterprise }),
            ...(measure === undefined ? {} : { measure }),
            notes: typed.has('--notes'),
            json: typed.has('--json'),
          },
          setting,
        );
      });
    });
  cli
    .command('template', say.commands.template)
    .option('-p, --policy <id>', say.options.policy)
    .option('-o, --output <file>', say.options.output)
    .option('--blank', say.options.blank)
    .option('--force', say.options.force)
    .example((name) => `  $ ${name} template -p 2025q1 -o ledger.xlsx`)
    .action(() => {
      chosen.push(async () =>
        templateCommand(
          {
            policy: needed('template', typed.text('-p', '--policy'), '-p'),
            output: needed('template', typed.text('-o', '--output'), '-o'),
            force: typed.has('--force'),
            blank: typed.has('--blank'),
          },
          setting,
        ),
      );
    });
  cli
    .command('policies', say.commands.policies)
    .example((name) => `  $ ${name} policies`)
    .action(() => {
      chosen.push(async () => policiesCommand(setting));
    });
  const optionOf = (...names: readonly string[]): string | undefined => typed.text(...names);
  const given = (...names: readonly string[]): boolean => typed.has(...names);
  const allOf = (...names: readonly string[]): readonly string[] => typed.all(...names);
  compareCommands(cli, { setting, all: allOf, text: optionOf, has: given, ledgerOptions, ledgerRequest, chosen });
  monitorCommands(cli, { setting, text: optionOf, has: given, needed, ledgerOptions, ledgerRequest, chosen, words: say.options });
  cli.help((sections) => {
    const translated = titles(say);
    for (const section of sections) if (section.title !== undefined) section.title = translated.get(section.title) ?? section.title;
    const [head] = sections;
    if (head !== undefined) head.body = `huiqi ${version}\n${say.about}`;
  });
  cli.version(version);
  for (const option of cli.globalCommand.options) option.description = option.name === 'help' ? say.options.help : say.options.version;

  const { args, options } = cli.parse(['node', 'huiqi', ...surroundings.arguments], { run: false });
  if (options['help'] === true || (options['version'] === true && args.length === 0)) return 0;
  if (cli.matchedCommand === undefined) {
    const [command] = args;
    if (command === undefined) {
      cli.outputHelp();
      return 0;
    }
    throw new Refusal(fill(say.errors.unknownCommand, { command, known: cli.commands.map((known) => known.name).join(say.listed) }));
  }
  try {
    cli.runMatchedCommand();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CACError') throw error;
    throw new Refusal(fill(say.errors.usage, { what: usageFault(error.message, say), command: cli.matchedCommandName ?? '' }));
  }
  const [run] = chosen;
  return run === undefined ? 0 : run();
}
