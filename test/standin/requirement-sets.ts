/** Since which version of ExcelApi a member of Excel's objects exists: as office.js itself has it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { officeFiles } from './office-files';

let versions: ReadonlyMap<string, number> | undefined;

/** `Range.getMergedAreasOrNullObject` → 13, the minor version; 1 for what was there from the beginning. */
export function sinceVersion(member: string): number {
  versions ??= new Map(
    [
      ...readFileSync(join(officeFiles(), 'excel-win32-16.01.debug.js'), 'utf8').matchAll(
        /_throwIfApiNotSupported\("([\w.]+)", _defaultApiSetName, "1\.(\d+)"/g,
      ),
    ].map(([, name = '', minor]) => [name.toLowerCase(), Number(minor)]),
  );
  return versions.get(member.toLowerCase()) ?? 1;
}
