import type { Holder } from './keyed.ts';

/** One account of a holding; amounts in fen or pieces. */
export interface AccountView {
  readonly kind: 'receivable' | 'principal' | 'bonus' | 'count';
  readonly asset: string;
  readonly balance: number;
  readonly held: number;
  readonly creditLimit: number;
  readonly unitPrice: number | null;
  readonly lots: readonly {
    readonly original: number;
    readonly remaining: number;
    readonly paidValue: number;
    readonly expiresAt: string | null;
    readonly sourceNo: string;
  }[];
}

/** What a party has in one book. */
export interface HoldingView extends Holder {
  readonly name: string;
  readonly phoneMasked: string;
  readonly status: 'open' | 'frozen' | 'closed';
  readonly orderOfUse: 'expiringFirst' | 'proportional';
  readonly openedOn: string;
  readonly accounts: readonly AccountView[];
}

/** A closed period of one account; fen, what is owed above 0. */
export interface Statement {
  readonly id: number;
  readonly partyUUID: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly opening: number;
  readonly charges: number;
  readonly refunds: number;
  readonly repayments: number;
  readonly writeOffs: number;
  readonly adjustments: number;
  readonly closing: number;
  readonly dueDate: string;
  readonly status: 'issued' | 'paid';
  readonly unpaid: number;
}

/** An operation in a statement; amount above 0 adds to what is owed. */
export interface StatementLine {
  readonly businessDate: string;
  readonly operationNo: string;
  readonly orderNo: string;
  readonly kind: 'pay' | 'refund' | 'repay' | 'writeOff' | 'adjust';
  readonly signer: string;
  readonly note: string;
  readonly amount: number;
}

/** Unpaid fen of statements by days past their due date; `owed` also has what no statement has yet. */
export interface Ageing {
  readonly owed: number;
  readonly upTo30: number;
  readonly upTo60: number;
  readonly upTo90: number;
  readonly over90: number;
}
