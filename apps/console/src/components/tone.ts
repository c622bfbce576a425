import type { Tone } from '../theme/palette.ts';

/** The tone of each status of the API; the word is always there as well. */
const TONES: Readonly<Record<string, Tone>> = {
  payed: 'good',
  paying: 'wait',
  unpay: 'idle',
  payFailed: 'bad',
  partRefunded: 'info',
  refunded: 'info',
  refunding: 'wait',
  unRefunded: 'idle',
  refundFailed: 'bad',
  open: 'bad',
  reversing: 'wait',
  resolved: 'good',
};

/** What a status means to a person; one that is new to the console is plain. */
export function toneOf(status: string): Tone {
  return Object.hasOwn(TONES, status) ? (TONES[status] ?? 'idle') : 'idle';
}
