import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { assess, planOf, type Assessment } from '../../../src/assess';
import { askLedger, serveLedger, type ThreadLedger } from '../../../src/cli/ledger-thread';
import { HostProblem, type Host } from '../../../src/hosts/host';
import { memoryHost } from '../../../src/hosts/memory';
import { creditCode, good, ledgerHeaders, pack, policy, row } from '../assess/ledger';

const rows = 2500;
/** Figures, gaps and faults of every kind, and one person on two rows. */
const workbook = (): Host =>
  memoryHost(
    [
      {
        name: '企业台账',
        merges: [[0, 0, 0, 3]],
        cells: [
          ['一季度企业台账'],
          ledgerHeaders,
          ...Array.from({ length: rows }, (_, at) =>
            row({
              ...good,
              企业名称: `广西第${at}有限责任公司`,
              统一社会信用代码: creditCode(at === rows - 1 ? 0 : at),
              一季度产值: at % 7 === 0 ? null : at % 11 === 0 ? '约五千' : 4900 + at,
              四季度用电量: at % 13 === 0 ? { fault: 'error', text: '#N/A' } : 920000,
            }),
          ),
        ],
      },
      { name: '说明', cells: [['填表说明']] },
    ],
    '台账.xlsx',
  );

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

function inThread(open: () => Promise<Host>): ThreadLedger & { readonly here: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serveLedger(port2, open);
  return { ...askLedger(port1, '/somewhere/台账.xlsx'), here: port1 };
}

async function judged(host: Host, readBlocks?: ThreadLedger['readBlocks']): Promise<Assessment> {
  const run = assess(host, policy, { blockRows: 200, ...(readBlocks === undefined ? {} : { readBlocks }) });
  for (;;) {
    const step = await run.next();
    if (step.done === true) return step.value;
  }
}

describe('a ledger read by a second thread', () => {
  test('is judged as if it were read by this one: every answer, figure and problem', async () => {
    const { host, readBlocks } = inThread(async () => workbook());
    const there = await judged(host, readBlocks);
    const here = await judged(workbook());
    expect(there.count).toBe(rows);
    expect(there.problems()).toEqual(here.problems());
    expect(there.totals()).toEqual(here.totals());
    for (let index = 0; index < rows; index += 1) {
      expect(there.shown(index)).toEqual(here.shown(index));
      expect(there.facts(index)).toEqual(here.facts(index));
    }
    expect(there.sharedWith(0)).toEqual([rows - 1]);
  });

  test('its sheets, merged areas and name are those of the file', async () => {
    const { host } = inThread(async () => workbook());
    expect(host.name).toBe('台账.xlsx');
    expect((await host.sheets()).map(({ name }) => name)).toEqual(['企业台账', '说明']);
    expect(await host.merges('企业台账')).toEqual([[0, 0, 0, 3]]);
  });

  test('can be left in the middle, and asked again', async () => {
    const { host, readBlocks } = inThread(async () => workbook());
    const plan = await planOf(host, '企业台账', pack);
    const [info] = await host.sheets();
    for await (const block of readBlocks(host, plan, info!, 100)) {
      expect(block.end).toBe(100);
      break;
    }
    let read = 0;
    for await (const block of readBlocks(host, plan, info!, 1000)) read += block.rows.length;
    expect(read).toBe(rows);
  });

  test.each<[string, () => Promise<Host>, (error: unknown) => void]>([
    [
      'a file that cannot be opened: the host’s own problem',
      async () => Promise.reject(new HostProblem('encrypted', { file: '台账.xlsx' })),
      (error) => expect(error).toMatchObject({ name: 'HostProblem', code: 'encrypted', data: { file: '台账.xlsx' } }),
    ],
    [
      'a fault of our own stays one',
      async () => Promise.reject(new TypeError('no such thing')),
      (error) => expect(String(error)).toContain('no such thing'),
    ],
  ])('%s', async (_, open, check) => {
    const { host, readBlocks } = inThread(open);
    const error: unknown = await judged(host, readBlocks).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    check(error);
  });

  test('a sheet that is not there is refused when its rows are asked for', async () => {
    const { host } = inThread(async () => workbook());
    await expect(host.read('没有')[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'sheet-missing' });
  });

  test('a thread that ends early is told, not waited for', async () => {
    const { host, here } = inThread(async () => new Promise<Host>(() => undefined));
    const asked = host.sheets();
    here.emit('exit', 1);
    await expect(asked).rejects.toThrow('ended early');
    await expect(host.sheets()).rejects.toThrow('ended early');
  });

  test('nothing is written through it', async () => {
    const { host } = inThread(async () => workbook());
    await expect(host.write([])).rejects.toMatchObject({ code: 'cannot-write', data: { reason: 'read-only' } });
  });
});
