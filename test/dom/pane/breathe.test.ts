/** @jest-environment node */
import type { Block } from '../../../src/hosts/host';
import { memoryHost } from '../../../src/hosts/memory';
import { entitledSheet, readPercent } from '../../../src/monitor';
import { loadClauses } from '../../../src/policies';
import { createAssessor } from '../../../taskpane/judging/assessor';
import { ahead, breathe } from '../../../taskpane/judging/breathe';
import { fallenOf, readEntitled, readLedger, readLists } from '../../../taskpane/judging/monitoring';
import { blockRows, growing } from '../../../taskpane/judging/reading';
import { settleLedger } from '../../../taskpane/judging/settling';
import { noChoices } from '../../../taskpane/model/table';
import { planned } from '../../../taskpane/model/writing';

/** A workbook that keeps what was asked of it, and whether it was let go. */
function source(blocks: number, failsAt = Infinity) {
  const asked: number[] = [];
  let open = true;
  async function* read(): AsyncGenerator<number> {
    try {
      for (let block = 0; block < blocks; block += 1) {
        asked.push(block);
        if (block === failsAt) throw new Error(`block ${block}`);
        yield block;
      }
    } finally {
      open = false;
    }
  }
  return { asked, read, isOpen: () => open };
}

describe('the first rows', () => {
  it.each([
    ['none', [], []],
    ['fewer than the first piece', [100], [100]],
    ['one block', [2048], [128, 256, 512, 1024, 128]],
    ['several blocks: later ones stay whole', [2048, 2048, 7], [128, 256, 512, 1024, 128, 2048, 7]],
  ])('come in small pieces that grow, each row once and in order: %s', async (_name, blocks, pieces) => {
    async function* read(): AsyncGenerator<Block> {
      let top = 3;
      for (const rows of blocks) {
        const first = top;
        top += rows;
        yield { top: first, cells: Array.from({ length: rows }, (_, at) => [first + at]), hiddenRows: new Set([first]) };
      }
    }
    const given: number[] = [];
    let next = 3;
    for await (const { top, cells, hiddenRows } of growing(read())) {
      given.push(cells.length);
      expect(top).toBe(next);
      expect(cells.map(([cell]) => cell)).toEqual(cells.map((_, at) => top + at));
      expect(hiddenRows.size).toBe(1);
      next = top + cells.length;
    }
    expect(given).toEqual(pieces);
  });
});

describe('reading ahead', () => {
  it('asks for one block more than is worked on, and gives all in order', async () => {
    const { asked, read, isOpen } = source(4);
    const given: number[] = [];
    for await (const block of ahead(read())) {
      given.push(block);
      await Promise.resolve();
      expect(asked.length).toBe(Math.min(4, block + 2));
    }
    expect(given).toEqual([0, 1, 2, 3]);
    expect(isOpen()).toBe(false);
  });

  it('lets go of the workbook when nobody asks any more', async () => {
    const { read, isOpen } = source(4);
    for await (const block of ahead(read())) if (block === 1) break;
    expect(isOpen()).toBe(false);
  });

  it('tells of a failure when its block is due, not before', async () => {
    const { read } = source(4, 2);
    const given: number[] = [];
    const reading = (async () => {
      for await (const block of ahead(read())) given.push(block);
    })();
    await expect(reading).rejects.toThrow('block 2');
    expect(given).toEqual([0, 1]);
  });

  it('a failure that nobody waits for is nobody’s', async () => {
    const { read } = source(4, 1);
    const given: number[] = [];
    for await (const block of ahead(read())) {
      given.push(block);
      break;
    }
    expect(given).toEqual([0]);
  });
});

describe('a run in the pane', () => {
  it('asks for small blocks, and reports after each of them and while it settles', async () => {
    const rows = Array.from({ length: blockRows * 2 + 5 }, (_, index) => [`第${index}有限责任公司`, '工业企业', 2000, 101, 100, 5]);
    const header = ['企业名称', '企业类型', '一季度产值', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数'];
    const inner = memoryHost([{ name: '台账', cells: [header, ...rows] }]);
    const sizes = new Set<number | undefined>();
    const host: typeof inner = {
      ...inner,
      read: (sheet, size) => {
        sizes.add(size);
        return inner.read(sheet, size);
      },
    };
    const assessor = createAssessor();
    const pack = await assessor.load('2025q1');
    const judged: number[] = [];
    let settling = 0;
    for await (const step of assessor.run(host, pack, {
      sheet: '台账',
      choices: { headerRow: null, columns: [] },
      values: {},
      shapes: {},
      sources: {},
      readings: {},
    })) {
      if (step.stage === 'judging') judged.push(step.rows);
      if (step.stage === 'totals') settling += 1;
      if (step.stage === 'done') expect(step.assessment.counts.all).toBe(rows.length);
    }
    expect(Math.max(...[...sizes].map((size) => size ?? Infinity))).toBe(blockRows);
    // The first block in pieces, and one line of headers above the rows.
    expect(judged).toEqual([...[128, 384, 896, 1920, blockRows].map((row) => row - 1), blockRows * 2 - 1, blockRows * 2 + 5]);
    // Once before; namesakes, standings, sums and lists each once on the way over 4,101 rows.
    expect(settling).toBe(5);
  });
});

describe('the lists of a ledger in the pane', () => {
  const count = blockRows * 2 + 5;
  const header = ['企业名称', '行业', '企业类型', '一季度产值', '上年一季度产值', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数'];
  const lines = Array.from({ length: count }, (_, index) => [`第${index}有限责任公司`, '汽车', '工业企业', 2000, 1900, 101, 100, 1]);
  const host = memoryHost([{ name: '台账', cells: [header, ...lines] }]);
  const settings = { sheet: '台账', choices: noChoices, values: {}, shapes: {}, sources: {}, readings: {} };

  /** Pauses after the rows were judged, and what came last. */
  async function done<Step extends { readonly stage: string }>(
    work: AsyncIterable<Step>,
  ): Promise<readonly [pauses: number, done: Extract<Step, { readonly stage: 'done' }>]> {
    const isDone = (step: Step): step is Extract<Step, { readonly stage: 'done' }> => step.stage === 'done';
    let pauses = 0;
    for await (const step of work) {
      if (step.stage === 'totals') pauses += 1;
      if (isDone(step)) return [pauses, step];
    }
    throw new Error('nothing came of it');
  }

  it('免申即享 is made a few thousand answers at a time', async () => {
    const [pauses, { list, groups }] = await done(readEntitled(host, await loadClauses('2025q1'), settings));
    // Once for every measure, and for every 4,096 of what was found.
    expect(pauses).toBeGreaterThanOrEqual(list.measures.length + Math.floor(list.rows.length / 4096));
    expect([...groups.values()].reduce((sum, { rows }) => sum + rows.length, 0)).toBe(list.rows.length);
  });

  it('the four lists are made a few thousand rows at a time', async () => {
    const [pauses, { lists }] = await done(readLists(host, await loadClauses('2025q1'), settings));
    expect(pauses).toBeGreaterThanOrEqual(1);
    expect(lists.rows.growing).toHaveLength(count);
  });

  it('an advance is worked out a few thousand persons at a time', async () => {
    const pack = await createAssessor().load('2025q1');
    const percent = readPercent('50%');
    if (percent === null) throw new Error('50% is a share');
    const [pauses, made] = await done(settleLedger(host, pack, settings, { kind: 'advance', percent }));
    // What is due, the shares and their groups each once, beside the sums of the run.
    expect(pauses).toBeGreaterThanOrEqual(3);
    expect(made.kind === 'advance' ? made.shares.length : 0).toBe(count);
  });

  it('industries are gathered block by block, and stop when nobody asks any more', async () => {
    const register = await loadClauses('2025q1');
    const [, { assessment }] = await done(readLedger(host, register, settings));
    const sizes: (number | undefined)[] = [];
    const asked: typeof host = {
      ...host,
      read: (sheet, size) => {
        if (sheet === '台账') sizes.push(size);
        return host.read(sheet, size);
      },
    };
    let pauses = 0;
    for await (const fallen of fallenOf(asked, assessment, register, {})) {
      if (fallen === undefined) pauses += 1;
      else expect(fallen.reading.rows).toHaveLength(count);
    }
    expect(sizes).toEqual([blockRows]);
    // Three blocks read again, and once on the way over 4,101 rows.
    expect(pauses).toBe(4);
    for await (const fallen of fallenOf(asked, assessment, register, {})) {
      expect(fallen).toBeUndefined();
      break;
    }
  });

  it('what is written of them is made while it is written, each time anew', async () => {
    const [, { list }] = await done(readEntitled(host, await loadClauses('2025q1'), settings));
    const sheet = entitledSheet(
      list.rows,
      { measure: (id) => id, quote: () => null, needs: () => '', money: (amount) => amount },
      { title: '', draft: false, language: 'zh-CN' },
    );
    expect(planned(sheet).rows).toBe(list.rows.length);
    for (const _ of ['first', 'again']) {
      const sizes: number[] = [];
      for await (const rows of sheet.rows) sizes.push(rows.length);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(list.rows.length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(512);
    }
  });
});

describe('breathing', () => {
  const globals = globalThis as { scheduler?: unknown; MessageChannel?: unknown };
  const { scheduler, MessageChannel: channel } = globals;
  afterEach(() => {
    globals.scheduler = scheduler;
    globals.MessageChannel = channel;
  });

  it.each([
    ['a browser with scheduler.yield', { yield: async () => undefined }, channel],
    ['a browser without', undefined, channel],
    ['a page with neither', undefined, undefined],
  ])('%s goes on with the work', async (_name, ownScheduler, ownChannel) => {
    globals.scheduler = ownScheduler;
    globals.MessageChannel = ownChannel;
    await expect(breathe()).resolves.toBeUndefined();
  });
});
