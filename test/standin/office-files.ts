/** Where office.js comes from: Microsoft's addresses, and the npm package that stands for them in tests. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The worldwide address and that of 21Vianet; the files of the package lie below either. */
export const officeAddresses: readonly string[] = [
  'https://appsforoffice.microsoft.com/lib/1/hosted/',
  'https://appsforoffice.cdn.partner.office365.cn/appsforoffice/lib/1/hosted/',
];

/** The folder of the package's files. */
export function officeFiles(): string {
  const require = createRequire(join(process.cwd(), 'package.json'));
  return join(dirname(require.resolve('@microsoft/office-js/package.json')), 'dist');
}
