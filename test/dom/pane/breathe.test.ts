/** @jest-environment node */
import { memoryHost } from '../../../src/hosts/memory';
import { createAssessor } from '../../../taskpane/judging/assessor';
import { ahead, breathe } from '../../../taskpane/judging/breathe';
import { blockRows } from '../../../taskpane/judging/reading';

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
    expect(judged).toEqual([blockRows - 1, blockRows * 2 - 1, blockRows * 2 + 5]);
    // Once before; namesakes, standings, sums and lists each once on the way over 4,101 rows.
    expect(settling).toBe(5);
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
