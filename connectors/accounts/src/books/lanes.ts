/** An item that waits for its turn. */
interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface LaneOptions<Item, Answer> {
  /** items with the same key are done one after another, in the order in which they came */
  readonly keyOf: (item: Item) => string;
  /** how many batches run at the same time at most */
  readonly lanes: number;
  /** Does all items in one transaction and answers each in their order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Whether an error says nothing about single items: then those of one key are not tried one by one. */
  readonly isOfKey: (error: unknown) => boolean;
}

type Batch<Item, Answer> = ReadonlyArray<Waiting<Item, Answer>>;

/** How many calls share a transaction. */
const MAX_BATCH = 50;

/**
 * Runs items in a few lanes; all items of a key are in the same one, and each lane runs one batch after another. What
 * comes while a batch runs is the next batch, of at most 50. So a thousand callers of one account use one connection
 * and never queue up on its row, and callers of many accounts share their commits.
 */
export function createLanes<Item, Answer>(
  options: LaneOptions<Item, Answer>,
): (item: Item) => Promise<Answer> {
  const lanes = Array.from({ length: options.lanes }, () => createLane(options));
  return async (item) => {
    const lane = lanes[hash(options.keyOf(item)) % lanes.length];
    if (lane === undefined) throw new RangeError('there must be a lane');
    return await lane(item);
  };
}

function createLane<Item, Answer>(options: LaneOptions<Item, Answer>) {
  const waiting: Waiting<Item, Answer>[] = [];
  let isRunning = false;

  const drain = async () => {
    while (waiting.length > 0) await runBatch(waiting.splice(0, MAX_BATCH), options);
    isRunning = false;
  };

  return async (item: Item) =>
    await new Promise<Answer>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      // Callers of the same moment are in the first batch too.
      setImmediate(() => void drain());
    });
}

/** Never rejects: each caller gets its answer or its error. */
async function runBatch<Item, Answer>(
  batch: Batch<Item, Answer>,
  options: LaneOptions<Item, Answer>,
): Promise<void> {
  try {
    const answers = await options.run(batch.map(({ item }) => item));
    for (const [at, { resolve, reject }] of batch.entries()) {
      if (at in answers) resolve(answers[at] as Answer);
      else reject(new Error('a batch has fewer answers than calls'));
    }
  } catch (error) {
    // One key, or one item, that cannot be done fails by itself.
    const parts = split(batch, options, error);
    if (parts.length === 1) for (const { reject } of batch) reject(error);
    else for (const part of parts) await runBatch(part, options);
  }
}

function split<Item, Answer>(
  batch: Batch<Item, Answer>,
  { keyOf, isOfKey }: LaneOptions<Item, Answer>,
  error: unknown,
): Batch<Item, Answer>[] {
  if (!isOfKey(error)) return batch.map((one) => [one]);
  const parts = new Map<string, Waiting<Item, Answer>[]>();
  for (const one of batch) {
    const key = keyOf(one.item);
    parts.set(key, [...(parts.get(key) ?? []), one]);
  }
  return [...parts.values()];
}

/** FNV-1a: the same key is always in the same lane. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return value;
}
