import type { Logger } from '@payserver/shared/runtime/logger';
import type { TimeFormat } from '@payserver/shared/runtime/time';
import type { AlipayAccount } from '../account.ts';
import type { AlipayHttp } from '../http.ts';
import type { AlipayTimes } from '../settings.ts';
import type { Texts } from '../texts.ts';

/** The merchants of this connector, each with its account at Alipay. */
export interface Accounts {
  of(merchantUUID: string): AlipayAccount | undefined;
  /** No payments for a while: something of the set-up is wrong. */
  pause(merchantUUID: string, reason: string): void;
  /** It is right after all. */
  resume(merchantUUID: string): void;
  isPaused(merchantUUID: string): boolean;
  /** Whether a payment may be tried now. */
  mayTry(merchantUUID: string): boolean;
}

/** What every function of the provider needs. */
export interface AlipayDeps {
  readonly accounts: Accounts;
  readonly http: AlipayHttp;
  readonly texts: Texts;
  readonly times: AlipayTimes;
  readonly log: Logger;
  /** as the gateway writes times */
  readonly formatTime: TimeFormat;
  /** Payments whose code this process has got. */
  readonly shownCodes: Set<string>;
}
