/** `npm run package`: reads the choices, builds the add-in where it is not fresh, writes dist/package/huiqi-<version>.zip and says what to do with it. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { root, runMain, SetupProblem } from '../setup.mjs';
import { build } from '../steps.mjs';
import { offices, officeSources, type OfficeSource } from './office';
import { packageFiles, sourcesIn, zipped, type Choice } from './pack';
import { frameOf, placeOf } from './place';

const help = `打包加载项，供 IIS 或 nginx 提供。 Packs the add-in for IIS or nginx.

  npm run package -- --url https://服务器/文件夹 [--office global|21vianet|self] [--functions yes|no] [--frame https://…] [--out 文件夹]

  --url        加载项的网址，必填 where the add-in will be served
  --office     office.js 来自：global 微软（默认 default）；21vianet 世纪互联；self 随包自带，内网不连互联网时用 own copy, for networks without internet
  --functions  yes 窗格和自定义函数（默认 default）；no 只有窗格，供都不支持自定义函数的单位 pane only
  --frame      另外允许把窗格放进其页面的服务器，如 Office Online Server，可写多次 further servers that show the pane, repeatable
  --out        放压缩包的文件夹，默认 default dist/package

部署步骤 How to deploy: docs/deploy.md
`;

function oneOf<T extends string>(name: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === given);
  if (found === undefined)
    throw new SetupProblem(`--${name} ${given}：只能是 ${allowed.join('、')}。 --${name} is one of ${allowed.join(', ')}.`);
  return found;
}

/** The command line's words; null where help was asked for. Throws SetupProblem with a sentence. */
function readWords(words: readonly string[]): { choice: Choice; out: string } | null {
  const options = {
    url: { type: 'string' },
    office: { type: 'string', default: 'global' },
    functions: { type: 'string', default: 'yes' },
    frame: { type: 'string', multiple: true },
    out: { type: 'string', default: join(root, 'dist/package') },
    help: { type: 'boolean', default: false },
  } as const;
  const read = (): ReturnType<typeof parseArgs<{ options: typeof options }>>['values'] => {
    try {
      return parseArgs({ args: [...words], options }).values;
    } catch (error) {
      throw new SetupProblem(`选项有误，请对照下面的说明。 ${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    }
  };
  const values = read();
  if (values.help) return null;
  if (values.url === undefined)
    throw new SetupProblem(`缺 --url：加载项放在哪个网址？ --url is missing: where will the add-in be served?\n\n${help}`);
  const office: OfficeSource = oneOf('office', values.office, officeSources);
  const form = oneOf('functions', values.functions, ['yes', 'no']) === 'yes' ? 'full' : 'pane';
  return { choice: { place: placeOf(values.url), office, form, frames: (values.frame ?? []).map(frameOf) }, out: resolve(values.out) };
}

function remarks({ place, office, form }: Choice): string[] {
  const origin = offices[office].origin;
  return [
    ...(place.trial ? [`只供本机试装：别的机器连不到 ${place.url}。 A trial: no other machine reaches this address.`] : []),
    ...(place.secure
      ? []
      : [
          'http 只供试看文件：Excel 的功能区按钮和函数要求 https。 http is for looking at the files: Excel wants https for buttons and functions.',
        ]),
    origin === null
      ? 'office.js 用随包文件，不连互联网；微软不对这种用法提供支持，见 deploy.md。 Own copy of office.js; Microsoft does not support this, see deploy.md.'
      : `每台电脑须能连到 ${origin} 。 Every computer has to reach it.`,
    ...(form === 'pane' ? ['清单不含自定义函数。 The manifest holds no custom functions.'] : []),
  ];
}

await runMain(() => {
  const given = readWords(process.argv.slice(2));
  if (given === null) {
    process.stdout.write(help);
    return;
  }
  build('addin', { quiet: true });
  const bytes = zipped(packageFiles(sourcesIn(root), given.choice));
  const name = `huiqi-${version}.zip`;
  const hash = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(given.out, { recursive: true });
  writeFileSync(join(given.out, name), bytes);
  writeFileSync(join(given.out, `${name}.sha256`), `${hash}  ${name}\n`);
  process.stdout.write(
    [
      `${join(given.out, name)}　${(bytes.length / 1e6).toFixed(1)} MB`,
      `SHA-256 ${hash}`,
      ...remarks(given.choice),
      '下一步：按包里的 deploy.md 把 site 放上服务器，再把 manifest.xml 交给管理中心。 Next: follow deploy.md in the package.',
      '',
    ].join('\n'),
  );
});
