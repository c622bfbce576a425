import type { Behaviour } from './behaviour.ts';

/** Payments that end one way or the other without trouble on the line. */
export const OUTCOMES: readonly Behaviour[] = [
  {
    name: 'succeed',
    code: '0000',
    description: 'the money moves; also every ending that is not in this table',
    effect: 'success',
  },
  {
    name: 'fail',
    code: '9001',
    description: 'declined, with a thirdErrorReason',
    effect: 'failed',
  },
  {
    name: 'runForever',
    code: '9002',
    description: 'running, whatever is asked',
    effect: 'running',
  },
  {
    name: 'runThenQuery',
    code: '9003',
    description: 'running until the Nth query or repeated POST, which answers success',
    effect: 'running',
    defaultArgument: 1,
    settlesAfterInquiries: true,
  },
  {
    name: 'slow',
    code: '9004',
    description: 'waits N ms, then the money moves and it answers; meanwhile repeats hear running',
    effect: 'success',
    defaultArgument: 1_500,
    slow: true,
  },
];
