import type { Grade } from './grade.ts';
import type { Verdict } from './run.ts';
import type { Target } from './target.ts';

/** A run, as it is written to a file: no secret, and no address beyond the URLs' paths. */
export interface Report {
  readonly version: 1;
  readonly at: string;
  readonly grade: Grade;
  readonly connector: {
    readonly payUrl: string;
    readonly profile: Target['profile'];
    readonly has: readonly string[];
  };
  readonly counts: Readonly<Record<Verdict['result'], number>>;
  readonly modules: readonly Verdict[];
}

/** The report of these verdicts. */
export function reportOf(
  target: Target,
  run: { readonly grade: Grade; readonly modules: readonly Verdict[]; readonly at: Date },
): Report {
  const { grade, modules, at } = run;
  const countOf = (result: Verdict['result']) =>
    modules.filter((one) => one.result === result).length;
  const urls = ['refundUrl', 'queryUrl', 'cancelUrl', 'checkEnvUrl'] as const;
  const has = [
    ...urls.filter((url) => target[url] !== null),
    ...(target.secret === null ? [] : ['signatures']),
  ];
  const url = new URL(target.payUrl);
  return {
    version: 1,
    at: at.toISOString(),
    grade,
    connector: { payUrl: url.origin + url.pathname, profile: target.profile, has },
    counts: { passed: countOf('passed'), failed: countOf('failed'), skipped: countOf('skipped') },
    modules,
  };
}

/** "grade A: 38 passed, 0 failed, 3 skipped" */
export function lineOf({ grade, counts }: Report): string {
  const { passed, failed, skipped } = counts;
  return `grade ${grade}: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}
