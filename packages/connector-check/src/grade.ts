import type { Verdict } from './run.ts';

export type Grade = 'A' | 'B' | 'C' | 'F';

/**
 * What a connector is worth: F where money can be lost or taken twice, C where something else fails that it must do, B
 * where something fails that it should do or could not be tried, A where all of it passed.
 */
export function gradeOf(verdicts: readonly Verdict[]): Grade {
  const failed = (weight: Verdict['weight']) =>
    verdicts.some((one) => one.result === 'failed' && one.weight === weight);
  if (failed('money')) return 'F';
  if (failed('must')) return 'C';
  return failed('should') || verdicts.some(isGap) ? 'B' : 'A';
}

/** What a connector of the best grade lets be tried; the others are a matter of its kind. */
const OPTIONAL =
  /^it has no checkEnvUrl|^the profile is|^its calls are not signed|^no --restart-command|^every payment ends at once/;

function isGap({ result, reason }: Verdict): boolean {
  return result === 'skipped' && !OPTIONAL.test(reason);
}
