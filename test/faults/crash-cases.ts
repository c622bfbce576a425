import type { Part, Point } from '../support/armed-app.ts';
import type { CrashFlowName } from '../support/crash-flows.ts';
import type { Death } from '../support/crash-scene.ts';
import type { EngineName } from '../support/servers.ts';

/** One flow, and who dies where while it goes on. */
export interface CrashCase {
  readonly flow: CrashFlowName;
  readonly deaths: readonly Death[];
  /** for a person */
  readonly at: string;
}

const PAY: readonly Point[] = ['pay.beforeInsert', 'pay.afterInsert', 'pay.afterWake'];
const REFUND: readonly Point[] = [
  'refund.beforeReserve',
  'refund.beforeCommit',
  'refund.afterReserve',
  'refund.afterWake',
];
const CALL: readonly Point[] = [
  'attempt.beforeClaim',
  'attempt.afterClaim',
  'attempt.beforeCall',
  'attempt.afterCall',
];
const SETTLE: readonly Point[] = ['attempt.afterSettle', 'settle.beforeSignal'];
const ATTEMPT = [...CALL, ...SETTLE];
const RESCHEDULE: readonly Point[] = ['reschedule.beforeRow', 'reschedule.beforeWake'];
const SWEEP: readonly Point[] = ['sweep.beforeWake', 'sweep.afterWake'];
const NOTICED: readonly Point[] = ['notice.beforeSettle', 'notice.afterSettle'];

const NOTIFIED: readonly Point[] = [
  'fanout.before',
  'fanout.after',
  'notify.beforeClaim',
  'notify.afterClaim',
  'notify.beforeSend',
  'notify.afterSend',
  'notify.beforeResult',
  'notify.afterResult',
  'notify.beforeRelease',
  'notify.afterRelease',
];

/** Before the statement that several orders share, and after its commit, when nobody knows of it yet. */
const grouped = (...statements: readonly string[]): readonly Point[] =>
  statements.flatMap((name): Point[] => [
    `group.beforeStatement ${name}`,
    `group.afterCommit ${name}`,
  ]);

/**
 * Each of these points is one case. A row of the table (payments, refunds, what happens to several at once,
 * notices) has every point that any of its flows passes, each in the flow that has the most to lose there.
 */
const EACH: ReadonlyArray<readonly [CrashFlowName, Part, readonly Point[]]> = [
  ['pay', 'api', PAY],
  ['pay', 'worker', ATTEMPT],
  ['pay that runs first', 'worker', RESCHEDULE],
  ['calling off', 'api', ['closing.afterAsk']],
  [
    'calling off',
    'worker',
    ['closing.beforeCalls', 'cancel.beforeCall', 'cancel.afterCall', 'closing.afterCalls'],
  ],

  ['refund', 'api', REFUND],
  ['refund', 'worker', ATTEMPT],
  ['refund that runs first', 'worker', RESCHEDULE],

  ['batchPay', 'api', PAY],
  ['batchPay', 'worker', ATTEMPT],
  ['batchPay that runs first', 'worker', RESCHEDULE],
  ['batchRefund', 'api', REFUND],
  ['pays of one moment', 'api', grouped('insert-pay-orders')],
  ['pays of one moment', 'worker', grouped('claim-pay', 'settle-pay')],
  ['pays of one moment that run first', 'worker', grouped('reschedule-pay')],
  [
    'pays of one moment that notices end',
    'api',
    [...NOTICED, 'settle.beforeSignal', ...grouped('settle-pay')],
  ],
  ['refunds of one moment', 'worker', grouped('claim-refund')],
  ['refunds of one moment that run first', 'worker', grouped('reschedule-refund')],

  ['pay that a notice ends', 'api', [...PAY, ...NOTICED]],
  ['pay that only a notice ends', 'api', ['settle.beforeSignal']],
  ['pay that a notice ends', 'worker', [...CALL, ...RESCHEDULE]],
  ['refund that a notice ends', 'api', [...REFUND, ...NOTICED]],
  ['refund that only a notice ends', 'api', ['settle.beforeSignal']],
  ['late money', 'api', ['exception.beforeOpen', 'exception.afterOpen']],
  // What it owes is sent back by a refund that nobody but the sweep knows of.
  ['late money', 'worker', [...SETTLE, ...SWEEP]],
  ['pay that its merchant hears of', 'worker', NOTIFIED],
];

/** What the sweep takes up: an order that a worker held when it died, and one without a wake-up job. */
const SWEPT = [
  ['pay', 'pay.afterInsert'],
  ['refund', 'refund.afterReserve'],
  ['batchPay', 'pay.afterInsert'],
] as const satisfies ReadonlyArray<readonly [CrashFlowName, Point]>;

const HEARD: readonly Death[] = [['worker', 'attempt.beforeClaim']];

/** All of them: what `npm run test:faults` plays on each engine. */
export const CRASH_CASES: readonly CrashCase[] = [
  ...EACH.flatMap(([flow, part, points]) => points.map((point) => newCase(flow, [[part, point]]))),
  ...SWEPT.flatMap(([flow]) =>
    SWEEP.map((point) =>
      newCase(flow, [
        ['worker', 'attempt.beforeCall'],
        ['worker', point],
      ]),
    ),
  ),
  ...SWEPT.map(([flow, written]) =>
    newCase(flow, [
      ['api', written],
      // The commit of one that comes alone has signalled a worker, which takes what it heard with it.
      ...(flow === 'pay' ? HEARD : []),
      ['worker', 'sweep.beforeWake'],
    ]),
  ),
];

/** Where the queue engine takes part, so that each engine must show what becomes of it. */
const QUEUE_POINTS: readonly Point[] = [
  ...SWEEP,
  'reschedule.beforeWake',
  'pay.afterWake',
  'refund.afterWake',
  // A worker has taken the job, and dies before and after the order is its own.
  'attempt.beforeClaim',
  'attempt.afterClaim',
];

/** True for a case in which something dies at its queue. */
export function diesAtQueue({ deaths }: CrashCase): boolean {
  return deaths.some(([, point]) => QUEUE_POINTS.includes(point));
}

/**
 * What `npm test` plays on this engine: every death on one engine or the other, those at the queue on both. Where several
 * flows can die alike, it is the one that was played least, or those that die nowhere else; `npm run test:faults` plays
 * all of them.
 */
export function casesOn(engine: EngineName): readonly CrashCase[] {
  const played: Record<EngineName, CrashCase[]> = { postgres: [], redis: [] };
  const timesIn = (cases: readonly CrashCase[], { flow }: CrashCase) =>
    cases.filter((one) => one.flow === flow).length;
  const least = (cases: readonly CrashCase[]) => {
    const all = [...played.postgres, ...played.redis];
    return cases.toSorted((a, b) => timesIn(all, a) - timesIn(all, b)).slice(0, 1);
  };
  for (const death of new Set(CRASH_CASES.map(({ at }) => at))) {
    const alike = CRASH_CASES.filter(({ at }) => at === death);
    const only = alike.filter((one) => timesIn(CRASH_CASES, one) === 1);
    const fewer: EngineName = played.postgres.length <= played.redis.length ? 'postgres' : 'redis';
    const engines: readonly EngineName[] = alike.every(diesAtQueue)
      ? ['postgres', 'redis']
      : [fewer];
    for (const one of engines) played[one].push(...(only.length > 0 ? only : least(alike)));
  }
  return played[engine];
}

function newCase(flow: CrashFlowName, deaths: readonly Death[]): CrashCase {
  const at = deaths.map(([part, point]) => `the ${part} dies at ${point}`).join(', then ');
  return { flow, deaths, at };
}
