import DataLoader from 'dataloader';

export interface BatcherOptions<Item, Answer> {
  /** what tells items apart; `run` is never given two with the same key */
  readonly keyOf: (item: Item) => string;
  /** items with the same key may share one answer; otherwise the second is done after the first */
  readonly mayShare: boolean;
  /** Does all of them at once and answers by key; a key may be missing. */
  readonly run: (items: readonly Item[]) => Promise<ReadonlyMap<string, Answer>>;
  /** Whether an error fails every item, such as an unavailable server: then none is tried alone. */
  readonly failsWholeBatch: (error: unknown) => boolean;
}

const MAX_BATCH = 100;
/** A batch that hangs (a locked row, a slow disk) holds up the next one no longer than this. */
const WAIT_MS = 10;

/**
 * Runs items that are asked for at nearly the same time as one batch: an item that comes while nothing runs starts
 * at once, one that comes while a batch runs waits for its end, though at most 10 ms; a batch holds at most 100. So
 * batches grow by themselves when the machine is busy. When a batch fails, each of its items is tried alone, so that
 * one that cannot be done fails by itself.
 * Answers undefined for a key that has no answer.
 */
export function createBatcher<Item, Answer>(
  options: BatcherOptions<Item, Answer>,
): (item: Item) => Promise<Answer | undefined> {
  let running = 0;
  let waiting: (() => void)[] = [];
  const beginWaiting = () => {
    const begins = waiting;
    waiting = [];
    for (const begin of begins) begin();
  };
  const loader = new DataLoader<Item, Answer | undefined>(
    async (items) => {
      running += 1;
      try {
        return await runInTurns(options, items);
      } finally {
        running -= 1;
        if (running === 0) beginWaiting();
      }
    },
    {
      cache: false,
      maxBatchSize: MAX_BATCH,
      batchScheduleFn: (begin) => {
        if (running === 0) setImmediate(begin);
        else waiting.push(onceWithin(begin, WAIT_MS));
      },
    },
  );
  return async (item) => await loader.load(item);
}

/** What it answers calls `work` when it is called itself, or by itself after `ms`, whichever is first. */
function onceWithin(work: () => void, ms: number): () => void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    work();
  };
  const timer = setTimeout(once, ms);
  return once;
}

type Outcome<Answer> = Answer | undefined | Error;

async function runInTurns<Item, Answer>(
  options: BatcherOptions<Item, Answer>,
  items: readonly Item[],
): Promise<Outcome<Answer>[]> {
  const outcomes: Outcome<Answer>[] = [];
  let left = [...items.keys()];
  while (left.length > 0) {
    const turn = new Map<string, Item>();
    const inTurn: number[] = [];
    const later: number[] = [];
    for (const at of left) {
      const item = items[at] as Item;
      const key = options.keyOf(item);
      const isTaken = turn.has(key);
      if (!isTaken) turn.set(key, item);
      (isTaken && !options.mayShare ? later : inTurn).push(at);
    }
    const found = await runTurn(options, turn);
    for (const at of inTurn) outcomes[at] = found.get(options.keyOf(items[at] as Item));
    left = later;
  }
  return outcomes;
}

async function runTurn<Item, Answer>(
  options: BatcherOptions<Item, Answer>,
  turn: ReadonlyMap<string, Item>,
): Promise<ReadonlyMap<string, Outcome<Answer>>> {
  try {
    return await options.run([...turn.values()]);
  } catch (error) {
    if (turn.size === 1 || options.failsWholeBatch(error)) {
      return new Map([...turn.keys()].map((key) => [key, asError(error)]));
    }
    const alone = [...turn].map(async (entry) => await runTurn(options, new Map([entry])));
    return new Map((await Promise.all(alone)).flatMap((found) => [...found]));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
