import type { EventEmitter } from 'node:events';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { Journal } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';
import type { State } from '../journal/states.ts';
import type { Operation, Provider, Timing } from '../provider.ts';
import type { Texts } from '../texts.ts';
import type { Abilities, Circumstances } from './next-action.ts';

/** Something that happened, for metrics. */
export type KitEvent =
  | {
      readonly type: 'moved';
      readonly kind: 'pay' | 'refund';
      readonly from: State;
      readonly to: State;
    }
  | {
      /** one call of the provider */
      readonly type: 'called';
      readonly what: 'pay' | 'refund' | 'query' | 'cancel' | 'checkEnv';
      readonly result: string;
      readonly ms: number;
    }
  | { readonly type: 'notice'; readonly isTaken: boolean; readonly tries: number }
  /** open for longer than `reviewMs` */
  | { readonly type: 'review'; readonly kind: 'pay' | 'refund' };

/** What every step of an operation needs. */
export interface Kit {
  readonly provider: Provider;
  /** `callMs` and `leaseMs` are the same for all; for the rest see {@link timingOf} */
  readonly timing: Timing;
  readonly can: Abilities;
  readonly journal: Journal;
  readonly texts: Texts;
  readonly log: Logger;
  readonly onEvent: (event: KitEvent) => void;
  /** emits the tractionNo of an operation that this process has moved */
  readonly moves: EventEmitter;
}

/** The operation as the provider's functions get it. */
export function operationOf(row: Row, signal: AbortSignal): Operation {
  const { kind, tractionNo, amount, merchantUUID, payTractionNo } = row;
  const { memo, thirdOrderNo, sentAt, state } = row;
  const about = { kind, tractionNo, amount, merchantUUID, payTractionNo };
  const isClosing = state === 'closing' || state === 'closed';
  return { ...about, memo, thirdOrderNo, sentAt, isClosing, signal };
}

/** For what calls nobody. */
export const NEVER: AbortSignal = new AbortController().signal;

/** The times of this operation: the provider's, with what it says of this one in particular. */
export function timingOf({ provider, timing }: Pick<Kit, 'provider' | 'timing'>, row: Row): Timing {
  const { callMs, leaseMs } = timing;
  return { ...timing, ...provider.timingOf?.(operationOf(row, NEVER)), callMs, leaseMs };
}

/** What the next step of this operation depends on besides itself. */
export function circumstancesOf(kit: Kit, row: Row, hasCall: boolean): Circumstances {
  return { can: kit.can, timing: timingOf(kit, row), hasCall };
}
