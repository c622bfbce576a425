import type { Bank } from './bank/bank.ts';
import type { Order, Refund } from './bank/types.ts';
import type { Views } from './bank/visible.ts';
import type { Chooser } from './behaviour/choose.ts';
import type { CallLog } from './calls.ts';
import type { Clock } from './clock.ts';
import type { Call, Done } from './http/types.ts';
import type { NoticeRules, Notifier } from './notices.ts';

/** Where a stub listens and what it remembers. */
export interface StubSettings {
  /** of the provider; 0: any free port */
  readonly port: number;
  /** of the provider over TLS; null: none */
  readonly tlsPort: number | null;
  readonly controlPort: number;
  /** its state, merchants' files and keys */
  readonly dir: string;
  readonly seed: string;
}

/** Rules that the control API changes. */
export interface StubOptions {
  /** fen; larger payments want the customer's password */
  readonly passwordAbove: number;
  /** seconds between two refunds of one payment; null: the provider's own */
  readonly refundGap: number | null;
  /** answers in every form that the protocol allows */
  readonly oddAnswers: boolean;
  /** GGVV = amount in fen mod 10000 of QR orders, so that a till can choose without a code */
  readonly amountTails: boolean;
}

/** What a provider's protocol works with. */
export interface World {
  readonly settings: StubSettings;
  readonly clock: Clock;
  readonly bank: Bank;
  readonly views: Views;
  readonly chooser: Chooser;
  readonly calls: CallLog;
  readonly options: () => StubOptions;
}

/** Where the stub serves. */
export interface Ports {
  readonly port: number;
  readonly tlsPort: number | null;
  readonly controlPort: number;
}

/** Files of a merchant as the shop gets them. */
export interface MerchantMaterial {
  readonly file: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** name relative to the file: its text */
  readonly keyFiles: Readonly<Record<string, string>>;
}

/** A provider's protocol. */
export interface Protocol {
  /** Answers a call; everything is done and written when it returns. */
  serve(call: Call): Done;
  readonly notices: NoticeRules;
  /** PEM files of the TLS listener, when it has one */
  tls(): { readonly key: string; readonly cert: string; readonly ca: string } | null;
  /** Writes the files of all merchants for these ports. */
  writeMerchants(ports: Ports): void;
  /** Makes a merchant, or changes one that is there, and writes its files. */
  addMerchant(merchantUUID: string, choices: Readonly<Record<string, unknown>>): MerchantMaterial;
  /** A new key of the provider's; answers its id. */
  rotateKeys(choices: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** The customer's phone reads a code: makes the order, where the provider makes it then. */
  scan(order: Order): Order;
  /** Tells the shop of a payment, where it asked for it. */
  notifyPaid(order: Order, notifier: Notifier): void;
  /** The same of a refund that ended. */
  notifyRefund(refund: Refund, order: Order, notifier: Notifier): void;
}

/** Makes a protocol in a world. */
export type CreateProtocol = (world: World) => Protocol;
