import { openGatewaySide } from './gateway.ts';
import type { Module } from './module.ts';
import { CANCEL_MODULES } from './modules/cancel.ts';
import { HTTP_MODULES } from './modules/http.ts';
import { IDEMPOTENCY_MODULES } from './modules/idempotency.ts';
import { LOAD_MODULES } from './modules/load.ts';
import { NOTICE_MODULES } from './modules/notice.ts';
import { PAY_MODULES } from './modules/pay.ts';
import { QUERY_MODULES } from './modules/query.ts';
import { REFUND_MODULES } from './modules/refund.ts';
import { RESTART_MODULES } from './modules/restart.ts';
import { SIGNATURE_MODULES } from './modules/signature.ts';
import { openNoticeSide } from './notice-side.ts';
import { Failed, NotSeen, openScene, type Scene } from './scene.ts';
import type { Target } from './target.ts';

/** Everything that is tried, in this order; what reads all answers comes last. */
export const MODULES: readonly Module[] = [
  ...PAY_MODULES,
  ...IDEMPOTENCY_MODULES,
  ...QUERY_MODULES,
  ...CANCEL_MODULES,
  ...REFUND_MODULES,
  ...NOTICE_MODULES,
  ...RESTART_MODULES,
  ...SIGNATURE_MODULES,
  ...LOAD_MODULES,
  ...HTTP_MODULES,
];

/** What became of one module. */
export interface Verdict {
  readonly id: string;
  readonly about: string;
  readonly why: string;
  readonly weight: Module['weight'];
  readonly result: 'passed' | 'failed' | 'skipped';
  /** why it failed or was skipped; '' when it passed */
  readonly reason: string;
  /** ms */
  readonly ms: number;
  /** how many calls it made */
  readonly calls: number;
}

/** Tries these modules one after the other, and says each verdict as it comes. */
export async function checkConnector(
  target: Target,
  modules: readonly Module[] = MODULES,
  onVerdict: (verdict: Verdict) => void = () => {},
): Promise<Verdict[]> {
  const notices = await openNoticeSide(target.secret);
  const scene = openScene(target, openGatewaySide(target), notices);
  const verdicts: Verdict[] = [];
  try {
    for (const one of modules) {
      const verdict = await tryModule(one, scene);
      verdicts.push(verdict);
      onVerdict(verdict);
    }
  } finally {
    await notices.close();
  }
  return verdicts;
}

async function tryModule(module: Module, scene: Scene): Promise<Verdict> {
  const { id, about, why, weight } = module;
  const skipped = module.skip?.(scene.target) ?? null;
  const head = { id, about, why, weight };
  if (skipped !== null) return { ...head, result: 'skipped', reason: skipped, ms: 0, calls: 0 };
  const startedAt = performance.now();
  const before = scene.gateway.made.length;
  const ended = await module.run(scene).then(() => PASSED, endOf);
  const ms = Math.round(performance.now() - startedAt);
  return { ...head, ...ended, ms, calls: scene.gateway.made.length - before };
}

const PASSED = { result: 'passed', reason: '' } as const;

function endOf(error: unknown): Pick<Verdict, 'result' | 'reason'> {
  if (error instanceof NotSeen) return { result: 'skipped', reason: error.message };
  const reason =
    error instanceof Failed ? error.message : `it could not be tried: ${String(error)}`;
  return { result: 'failed', reason };
}
