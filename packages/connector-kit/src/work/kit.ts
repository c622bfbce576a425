import type { EventEmitter } from 'node:events';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { Journal } from '../journal/journal.ts';
import type { State } from '../journal/states.ts';
import type { Provider, Timing } from '../provider.ts';
import type { Texts } from '../texts.ts';
import type { Abilities } from './next-action.ts';

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
  readonly timing: Timing;
  readonly can: Abilities;
  readonly journal: Journal;
  readonly texts: Texts;
  readonly log: Logger;
  readonly onEvent: (event: KitEvent) => void;
  /** emits the tractionNo of an operation that this process has moved */
  readonly moves: EventEmitter;
}
