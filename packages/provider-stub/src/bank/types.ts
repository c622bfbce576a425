import type { Behaviour } from '../behaviour/table.ts';

/** `failed`: the customer's payment was refused for good; `revoked`: reversed, whether or not it was paid before. */
export type OrderState = 'waiting' | 'paid' | 'closed' | 'revoked' | 'failed';

/** What the provider knows of an order. Only the bank changes it. */
export interface Order {
  /** whose order it is: a mchid or an app id; numbers are unique in an account */
  readonly account: string;
  readonly outTradeNo: string;
  /** the provider's number */
  readonly providerNo: string;
  readonly kind: 'barcode' | 'qr';
  /** fen */
  readonly amount: number;
  readonly subject: string;
  readonly buyer: string;
  /** epoch ms, by the provider's clock, as every time here */
  readonly createdAt: number;
  readonly state: OrderState;
  readonly paidAt: number | null;
  /** when it was closed, reversed or refused */
  readonly endedAt: number | null;
  /** the customer pays then, by himself */
  readonly payAt: number | null;
  /** the payment of `payAt` succeeds even when the order is closed */
  readonly isForced: boolean;
  /** the customer refuses then */
  readonly refuseAt: number | null;
  /** the customer has the order on the phone */
  readonly isWithPayer: boolean;
  /** false: a code that nobody has scanned yet, where the provider makes the order at the scan */
  readonly exists: boolean;
  readonly codeUrl: string | null;
  /** nobody can pay afterwards */
  readonly expiresAt: number | null;
  /** it is closed by itself when it expires */
  readonly closesItself: boolean;
  readonly notifyUrl: string | null;
  /** what a repeated call must be equal to */
  readonly fingerprint: string;
  /** what the answers repeat: attach, ids of sub-merchants, ... */
  readonly echo: Readonly<Record<string, string>>;
  readonly behaviours: readonly Behaviour[];
}

export type RefundState = 'processing' | 'success' | 'closed' | 'abnormal';

/** Money on its way back. */
export interface Refund {
  readonly account: string;
  readonly outTradeNo: string;
  readonly requestNo: string;
  readonly providerNo: string;
  /** fen */
  readonly amount: number;
  readonly createdAt: number;
  readonly state: RefundState;
  /** it reaches `ends` then */
  readonly endsAt: number | null;
  readonly ends: RefundState;
  readonly endedAt: number | null;
  readonly notifyUrl: string | null;
  /** it came by an older version of the protocol, which notifies in its own way */
  readonly isOld: boolean;
  readonly behaviours: readonly Behaviour[];
}

/** Money that moved: from the customer to the merchant, or back. Bookings are never changed. */
export interface Booking {
  readonly at: number;
  readonly kind: 'charge' | 'reverse' | 'refund';
  readonly account: string;
  readonly outTradeNo: string;
  readonly providerNo: string;
  /** of a refund */
  readonly requestNo: string | null;
  /** fen, above 0: what the customer pays, or gets back */
  readonly amount: number;
  /** fen, of the amount: what the provider takes from the merchant, or gives back */
  readonly fee: number;
}

/** What a stub says of an order, lies included. */
export type Visible =
  | 'none'
  | 'unpaid'
  | 'paying'
  | 'paid'
  | 'refunded'
  | 'closed'
  | 'revoked'
  | 'failed';

/** An order is named by its account and its number. */
export const keyOf = (account: string, outTradeNo: string): string => `${account}/${outTradeNo}`;
