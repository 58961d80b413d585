import { basename } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { HostProblem, type Block, type Host, type Merge, type SheetInfo } from '../hosts/host';
import { readOnly } from '../hosts/read-only';
import { readLedgerBlocks, type LedgerBlock, type LedgerPlan } from '../ledger';

/**
 * A large ledger read by a second thread: it unpacks and reads the next blocks while this one judges the last. The thread answers
 * questions in the order they are asked; asking for several blocks ahead is what keeps both busy.
 */

/** Blocks asked for ahead of the one being judged. */
const ahead = 3;

type Call =
  | { readonly call: 'sheets' }
  | { readonly call: 'merges'; readonly sheet: string }
  | { readonly call: 'cells'; readonly stream: number; readonly sheet: string; readonly blockRows: number | undefined }
  | {
      readonly call: 'ledger';
      readonly stream: number;
      readonly plan: LedgerPlan;
      readonly info: SheetInfo;
      readonly blockRows: number;
    }
  | { readonly call: 'next' | 'stop'; readonly stream: number };

type Question = Call & { readonly id: number };

type Reply =
  | { readonly kind: 'sheets'; readonly sheets: readonly SheetInfo[] }
  | { readonly kind: 'merges'; readonly merges: readonly Merge[] }
  | { readonly kind: 'cells'; readonly block: Block }
  | { readonly kind: 'ledger'; readonly block: LedgerBlock }
  | { readonly kind: 'end' }
  | { readonly kind: 'problem'; readonly code: HostProblem['code']; readonly data: HostProblem['data'] }
  | { readonly kind: 'fault'; readonly message: string };

type Answer = Reply & { readonly id: number };

/** The thread's side: answers questions about the ledger that `open` opens. */
export function serveLedger(port: MessagePort, open: () => Promise<Host>): void {
  let opened: Promise<Host> | null = null;
  const host = (): Promise<Host> => (opened ??= open());
  const streams = new Map<number, AsyncGenerator<Reply>>();

  async function* cells(sheet: string, blockRows: number | undefined): AsyncGenerator<Reply> {
    for await (const block of (await host()).read(sheet, blockRows)) yield { kind: 'cells', block };
  }
  async function* ledger(plan: LedgerPlan, info: SheetInfo, blockRows: number): AsyncGenerator<Reply> {
    for await (const block of readLedgerBlocks(await host(), plan, info, blockRows)) yield { kind: 'ledger', block };
  }
  async function reply(question: Question): Promise<Reply> {
    switch (question.call) {
      case 'sheets':
        return { kind: 'sheets', sheets: await (await host()).sheets() };
      case 'merges':
        return { kind: 'merges', merges: await (await host()).merges(question.sheet) };
      case 'cells':
        streams.set(question.stream, cells(question.sheet, question.blockRows));
        return { kind: 'end' };
      case 'ledger':
        streams.set(question.stream, ledger(question.plan, question.info, question.blockRows));
        return { kind: 'end' };
      case 'next': {
        const next = await streams.get(question.stream)?.next();
        return next === undefined || next.done === true ? { kind: 'end' } : next.value;
      }
      case 'stop':
        await streams.get(question.stream)?.return(undefined);
        streams.delete(question.stream);
        return { kind: 'end' };
    }
  }
  port.on('message', (question: Question) => {
    void reply(question)
      .catch((error: unknown): Reply => {
        if (error instanceof HostProblem) return { kind: 'problem', code: error.code, data: error.data };
        return { kind: 'fault', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      })
      .then((answer) => port.postMessage({ ...answer, id: question.id }, answer.kind === 'ledger' ? buffersOf(answer.block) : []));
  });
}

/** The memory behind a block's columns: handed over instead of copied. */
function buffersOf({ rows, troubled, hidden, blanks, facts }: LedgerBlock): ArrayBuffer[] {
  const columns = [...Object.values(facts.inputs), ...Object.values(facts.parameterColumns)];
  const arrays = [rows, troubled, hidden, ...Object.values(blanks), ...columns.flatMap(({ states, values }) => [states, values])];
  return [...new Set(arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer))];
}

/** A ledger in another thread, as the rest of the program sees it. */
export interface ThreadLedger {
  /** For reading alone. */
  readonly host: Host;
  readonly readBlocks: typeof readLedgerBlocks;
}

/** The other thread, as a worker or a message port shows it. */
interface Thread {
  on(event: 'message', listener: (answer: Answer) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  postMessage(question: Question): void;
}

/** This thread's side of the conversation. */
export function askLedger(thread: Thread, path: string): ThreadLedger {
  const waiting = new Map<number, { settle: (reply: Reply) => void; fail: (error: Error) => void }>();
  let asked = 0;
  let broken: Error | null = null;
  const breakOff = (error: Error): void => {
    broken = error;
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  thread.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.settle(answer);
    waiting.delete(answer.id);
  });
  thread.on('error', breakOff);
  thread.on('exit', () => breakOff(new Error('the reading thread ended early')));

  const ask = async (call: Call): Promise<Reply> => {
    if (broken !== null) throw broken;
    const id = (asked += 1);
    const reply = await new Promise<Reply>((settle, fail) => {
      waiting.set(id, { settle, fail });
      thread.postMessage({ ...call, id });
    });
    if (reply.kind === 'problem') throw new HostProblem(reply.code, reply.data);
    if (reply.kind === 'fault') throw new Error(reply.message);
    return reply;
  };
  const unexpected = (reply: Reply): Error => new Error(`the reading thread answered ${reply.kind}`);

  let streams = 0;
  async function* stream(begin: (stream: number) => Call): AsyncGenerator<Reply> {
    const number = (streams += 1);
    await ask(begin(number));
    const next = (): Promise<Reply> => {
      const reply = ask({ call: 'next', stream: number });
      // A fault comes out where the block is awaited, which may be later.
      reply.catch(() => undefined);
      return reply;
    };
    const pending = Array.from({ length: ahead }, next);
    try {
      for (let reply = await pending.shift(); reply !== undefined && reply.kind !== 'end'; reply = await pending.shift()) {
        pending.push(next());
        yield reply;
      }
    } finally {
      if (broken === null) await ask({ call: 'stop', stream: number });
    }
  }

  const host = readOnly(basename(path), {
    async sheets() {
      const reply = await ask({ call: 'sheets' });
      if (reply.kind !== 'sheets') throw unexpected(reply);
      return reply.sheets;
    },
    async merges(sheet) {
      const reply = await ask({ call: 'merges', sheet });
      if (reply.kind !== 'merges') throw unexpected(reply);
      return reply.merges;
    },
    async *read(sheet, blockRows) {
      for await (const reply of stream((number) => ({ call: 'cells', stream: number, sheet, blockRows }))) {
        if (reply.kind !== 'cells') throw unexpected(reply);
        yield reply.block;
      }
    },
  });
  return {
    host,
    async *readBlocks(_host, plan, info, blockRows) {
      for await (const reply of stream((number) => ({ call: 'ledger', stream: number, plan, info, blockRows }))) {
        if (reply.kind !== 'ledger') throw unexpected(reply);
        yield reply.block;
      }
    },
  };
}
