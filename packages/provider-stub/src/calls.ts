import type { Call, Done } from './http/types.ts';

/** A call as the control API shows it: no signature, no code, no certificate. */
export interface CallRecord {
  /** epoch ms, the provider's clock */
  readonly at: number;
  readonly call: string;
  readonly out_trade_no: string;
  readonly method: string;
  readonly path: string;
  readonly verdict: string;
  readonly status: number;
  readonly behaviours: readonly string[];
}

/** Older ones are forgotten. */
const MOST = 200_000;

/** The calls that came, in order. */
export interface CallLog {
  add(at: number, call: Call, done: Done): void;
  of(outTradeNo: string | null): readonly CallRecord[];
  clear(): void;
}

/** An empty log, in memory. */
export function createCallLog(): CallLog {
  let records: CallRecord[] = [];
  return {
    add(at, { method, path }, { call, outTradeNo, verdict, answer, behaviours }) {
      if (records.length >= MOST) records = records.slice(MOST / 2);
      records.push({
        ...{ at, call, out_trade_no: outTradeNo, method, path, verdict, status: answer.status },
        behaviours: behaviours.map(tailText),
      });
    },
    of: (outTradeNo) =>
      outTradeNo === null
        ? records
        : records.filter((record) => record.out_trade_no === outTradeNo),
    clear: () => {
      records = [];
    },
  };
}

function tailText(of: { group: number; variant: number; param: number }): string {
  return [of.group, of.variant, of.param].map((part) => String(part).padStart(2, '0')).join('');
}
