import { HostProblem, type Host } from './host';

/** A host for reading alone: what would write is refused, what would show or listen does nothing. */
export function readOnly(name: string, reading: Pick<Host, 'sheets' | 'merges' | 'read'>): Host {
  return {
    name,
    sheets: () => reading.sheets(),
    merges: (sheet) => reading.merges(sheet),
    read: (sheet, blockRows) => reading.read(sheet, blockRows),
    write: async () => Promise.reject(new HostProblem('cannot-write', { file: name, reason: 'read-only' })),
    lastWriting: async () => [],
    undo: async () => false,
    async select() {},
    async onChange() {
      return () => undefined;
    },
  };
}
