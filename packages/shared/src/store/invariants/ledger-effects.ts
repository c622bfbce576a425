/** What a connector's ledger holds about one traction number. */
export interface Effects {
  /** how often money moved under it */
  readonly moved: number;
  /** fen, as it moved last; null when it never did */
  readonly amount: number | null;
  /** a charge that was given back whole through cancelUrl */
  readonly givenBack: number;
  /** POSTs of the payment or refund that arrived */
  readonly posts: number;
}

/** By traction number. As large as the sandbox's own book, which it keeps in memory too. */
export type EffectsByNo = ReadonlyMap<string, Effects>;

export const NO_EFFECTS: Effects = { moved: 0, amount: null, givenBack: 0, posts: 0 };

interface Line {
  readonly event: string;
  readonly kind: string;
  readonly tractionNo: string;
  readonly amount: number | null;
}

/**
 * Sums up the lines of one or more sandbox ledgers (ledger.jsonl): the ground truth about every charge.
 *
 * @throws {SyntaxError} for a line that is not JSON
 */
export async function sumEffects(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<EffectsByNo> {
  const sums = new Map<string, Effects>();
  for await (const text of lines) {
    if (text === '') continue;
    const line = JSON.parse(text) as Line;
    const old = sums.get(line.tractionNo) ?? NO_EFFECTS;
    const next = add(old, line);
    if (next !== old) sums.set(line.tractionNo, next);
  }
  return sums;
}

function add(old: Effects, { event, kind, amount }: Line): Effects {
  switch (event) {
    case 'charged':
    case 'refunded':
      return { ...old, moved: old.moved + 1, amount };
    case 'reversed':
      return { ...old, givenBack: old.givenBack + 1 };
    case 'received':
      return kind === 'pay' || kind === 'refund' ? { ...old, posts: old.posts + 1 } : old;
    default:
      return old;
  }
}
