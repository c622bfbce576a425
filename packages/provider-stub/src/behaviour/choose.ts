import { chance, pick } from '../random.ts';
import { type Behaviour, type CallName, GROUPS, isOfCall, readTail } from './table.ts';

/** Steps for the next calls of one kind about one number; `*` stands for any number. */
export interface Script {
  readonly out_trade_no: string;
  readonly call: CallName;
  /** GGVVPP each; `000000` is a plain call */
  readonly steps: readonly string[];
}

/** How often calls go wrong by themselves. */
export interface FaultMode {
  /** 0 to 1, of each call */
  readonly probability: number;
  readonly groups: readonly number[];
}

/** Of which call the behaviour is asked. */
export interface Asked {
  readonly call: CallName;
  readonly outTradeNo: string;
  /** what the code, the description or the reason says */
  readonly tail: Behaviour | null;
  /** what stays with the order since it was made */
  readonly ofOrder: readonly Behaviour[];
}

/** Which behaviour a call meets. */
export interface Chooser {
  /**
   * Scripts win over tails, tails over faults. Deterministic by seed, number, call and how many calls of that kind came,
   * in whatever order the calls of different numbers come.
   */
  choose(asked: Asked): readonly Behaviour[];
  addScript(script: Script): void;
  setFaults(mode: FaultMode): void;
  readonly faults: FaultMode;
  clear(): void;
}

/** Groups that the fault mode can put on each call; a group that only a set-up explains is none of them. */
const FAULTS_OF: Readonly<Record<CallName, readonly number[]>> = {
  pay: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16],
  qr: [2, 3, 4, 5, 6, 7, 16],
  query: [2, 3, 4, 5, 6, 7, 16],
  reverse: [2, 3, 4, 5, 6, 10],
  close: [2, 3, 4, 5, 6],
  refund: [2, 3, 4, 5, 6, 13],
  refundQuery: [2, 3, 4, 5, 6, 7],
  notice: [14],
  bill: [],
  certificates: [],
  other: [],
};
/** Variants by group that never end without a person: no run of faults could be judged. */
const NOT_BY_CHANCE: Readonly<Record<number, readonly number[]>> = { 10: [4], 13: [2] };
const NO_FAULTS: FaultMode = { probability: 0, groups: [] };
/** Seconds or counts of faults: small, so that a run ends. */
const PARAMS = ['1', '2', '3', '5'];

/** Keeps scripts in memory: they are of one test. */
export function createChooser(seed: string): Chooser {
  let faults = NO_FAULTS;
  const scripts = new Map<string, string[]>();
  const counts = new Map<string, number>();
  const nextStep = (outTradeNo: string, call: CallName) =>
    scripts.get(`${outTradeNo} ${call}`)?.shift() ?? scripts.get(`* ${call}`)?.shift();
  return {
    choose({ call, outTradeNo, tail, ofOrder }) {
      const step = nextStep(outTradeNo, call);
      const key = `${outTradeNo} ${call}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (step !== undefined) return [...listOf(readTail(step)), ...ofOrder];
      if (tail !== null) return [tail, ...ofOrder];
      return [...listOf(faultOf(faults, [seed, key, String(count)], call)), ...ofOrder];
    },
    addScript({ out_trade_no, call, steps }) {
      const key = `${out_trade_no} ${call}`;
      scripts.set(key, [...(scripts.get(key) ?? []), ...steps]);
    },
    setFaults: (mode) => {
      faults = mode;
    },
    get faults() {
      return faults;
    },
    clear() {
      faults = NO_FAULTS;
      scripts.clear();
      counts.clear();
    },
  };
}

const listOf = (behaviour: Behaviour | null) => (behaviour === null ? [] : [behaviour]);

function faultOf(
  { probability, groups }: FaultMode,
  words: readonly [string, ...string[]],
  call: CallName,
): Behaviour | null {
  const possible = FAULTS_OF[call].filter((group) => groups.includes(group));
  if (possible.length === 0 || chance(...words) >= probability) return null;
  const [seed, ...rest] = words;
  const group = pick(possible, seed, ...rest, 'group');
  const all = GROUPS[group]?.variants.map((_, index) => index) ?? [];
  const variants = all.filter((variant) => !NOT_BY_CHANCE[group]?.includes(variant));
  return {
    group,
    variant: pick(variants, seed, ...rest, 'variant'),
    param: Number(pick(PARAMS, seed, ...rest, 'param')),
  };
}

/** The behaviours that stay with an order: those of its making that are not about the way of that call. */
export function stays(behaviours: readonly Behaviour[]): readonly Behaviour[] {
  return behaviours.filter((behaviour) => !isOfCall(behaviour));
}
