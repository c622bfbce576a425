import type { Behaviour, Step, Tamper } from './behaviour.ts';

const settles = (afterMs: number): Step => ({ afterMs, settle: 'success' });
const declines = (afterMs: number): Step => ({ afterMs, settle: 'failed' });
const notifies = (afterMs: number): Step => ({ afterMs, notify: 'truth' });
const lies = (afterMs: number, tamper: Tamper): Step => ({ afterMs, notify: tamper });

/** Behaviours whose truth arrives, or seems to arrive, through notifyUrl. The argument is in ms. */
export const NOTICES: readonly Behaviour[] = [
  {
    name: 'runThenNotice',
    code: '9401',
    description: 'running; after N ms the money moves and the notice says so',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [settles(ms), notifies(ms)],
  },
  {
    name: 'runThenFailNotice',
    code: '9402',
    description: 'running; after N ms it is declined and the notice says so',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [declines(ms), notifies(ms)],
  },
  {
    name: 'runThenSilence',
    code: '9403',
    description: 'running; after N ms the money moves, and no notice ever tells',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [settles(ms)],
  },
  {
    name: 'showCode',
    code: '9415',
    description:
      'running, with payData that the till shows; after N ms the customer has paid, and the notice says so',
    effect: 'running',
    defaultArgument: 3_000,
    showsCode: true,
    steps: (ms) => [settles(ms), notifies(ms)],
  },
  {
    name: 'earlyNotice',
    code: '9404',
    description:
      'the money moves, the notice arrives, and only then the answer (at most 5 s later)',
    effect: 'success',
    steps: () => [notifies(0)],
    answersLast: true,
  },
  {
    name: 'doubleNotice',
    code: '9405',
    description: 'as runThenNotice, with the notice sent twice at the same moment',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [settles(ms), { ...notifies(ms), copies: 2 }],
  },
  {
    name: 'lateNotice',
    code: '9406',
    description: 'answers success; the notice comes N ms after that',
    effect: 'success',
    defaultArgument: 3_000,
    steps: (ms) => [notifies(ms)],
  },
  {
    name: 'forgedNotice',
    code: '9407',
    description:
      'running; after N ms a notice of success with a wrong token, after 2N the true one',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [lies(ms, 'token'), settles(2 * ms), notifies(2 * ms)],
  },
  {
    name: 'forgedNoticeThenFail',
    code: '9408',
    description: 'as forgedNotice, but in truth it is declined',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [lies(ms, 'token'), declines(2 * ms), notifies(2 * ms)],
  },
  {
    name: 'failThenSuccessNotice',
    code: '9409',
    description: 'answers failed; after N ms the money moves after all and a notice says so',
    effect: 'failed',
    defaultArgument: 1_000,
    steps: (ms) => [settles(ms), notifies(ms)],
  },
  {
    name: 'successThenFailNotice',
    code: '9410',
    description:
      'the money moves, answers success; after N ms a notice says failed, which is not true',
    effect: 'success',
    defaultArgument: 1_000,
    steps: (ms) => [lies(ms, 'saysFailed')],
  },
  {
    name: 'wrongAmountNotice',
    code: '9411',
    description: 'running; after N ms the money moves; the only notice names another amount',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [settles(ms), lies(ms, 'amount')],
  },
  {
    name: 'wrongTractionNoNotice',
    code: '9412',
    description: 'running; after N ms the money moves; the only notice names another tractionNo',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [settles(ms), lies(ms, 'tractionNo')],
  },
  {
    name: 'badSignatureNotice',
    code: '9413',
    description: 'running; after N ms a badly signed notice of success, after 2N the true one',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [lies(ms, 'signature'), settles(2 * ms), notifies(2 * ms)],
  },
  {
    name: 'staleNotice',
    code: '9414',
    description:
      'running; after N ms a notice of success signed an hour ago, after 2N the true one',
    effect: 'running',
    defaultArgument: 1_000,
    steps: (ms) => [lies(ms, 'timestamp'), settles(2 * ms), notifies(2 * ms)],
  },
];
