import type { Levels } from '../test/support/soak/levels.ts';
import { median } from './report.ts';
import type { SoakSample } from './soak-sample.ts';

/** What became of one of the levels. */
export interface Verdict {
  readonly name: keyof SoakSample;
  /** medians of the second, the middle and the last fifth; the first is warm-up */
  readonly start: number;
  readonly middle: number;
  readonly end: number;
  /** in an hour, by the median of the slopes between samples */
  readonly slope: number;
  /** before the load, and when it was over and all had come to rest; NaN where that is not judged */
  readonly idleBefore: number;
  readonly idleAfter: number;
  readonly verdict: 'flat' | 'growing' | 'left behind' | 'not measured';
}

/** With no load. */
export interface Idle {
  readonly before: Levels;
  readonly after: Levels;
}

/** What must stay where it is, and by how much it may be off before that means anything. */
const TOLERANCE: Readonly<Partial<Record<keyof SoakSample, number>>> = {
  apiRss: 16,
  workerRss: 16,
  apiHeap: 8,
  workerHeap: 8,
  apiHandles: 8,
  workerHandles: 8,
  connections: 4,
  queued: 200,
  queueSize: 32,
  openOrders: 200,
  // Autovacuum comes when a fifth of the rows is dead.
  deadOrders: 200,
  deadRecords: 20,
  deadQueueRows: 20_000,
};
const SHARE = 0.1;
const HOUR_S = 3_600;

/** The rules, as they are printed. */
export const RULES = `growing: the last fifth of the time is above the second (medians) by more than a tenth and by more than the
tolerance, and the middle fifth lies between them. left behind: at rest after the load there is more than before, by
more than the tolerance, or an order is open. Tolerances: ${Object.entries(TOLERANCE)
  .map(([name, value]) => `${name} ${value}`)
  .join(', ')}.`;

/** Judges every level; samples are in the order of time. */
export function judge(samples: readonly SoakSample[], idle: Idle): Verdict[] {
  return (Object.keys(TOLERANCE) as (keyof SoakSample)[]).map((name) => {
    const seen = { ...levelsOf(samples, name), ...idleOf(idle, name) };
    const rise = TOLERANCE[name] ?? 0;
    // At rest nothing is open, not even a little.
    return {
      name,
      ...seen,
      verdict: verdictOn(seen, { rise, left: name === 'openOrders' ? 0 : rise }),
    };
  });
}

function levelsOf(samples: readonly SoakSample[], name: keyof SoakSample) {
  const fifth = (number: number) => {
    const [from, to] = [number, number + 1].map((at) => Math.floor((samples.length * at) / 5));
    return median(valuesOf(samples.slice(from, to), name));
  };
  const warm = samples.slice(Math.floor(samples.length / 5));
  return { start: fifth(1), middle: fifth(2), end: fifth(4), slope: slopeOf(warm, name) * HOUR_S };
}

function valuesOf(samples: readonly SoakSample[], name: keyof SoakSample): number[] {
  return samples.map((sample) => sample[name]).filter(Number.isFinite);
}

function idleOf({ before, after }: Idle, name: string) {
  const of = (levels: Levels) => {
    const byName: Readonly<Record<string, number>> = { ...levels };
    return byName[name] ?? Number.NaN;
  };
  return { idleBefore: of(before), idleAfter: of(after) };
}

function verdictOn(
  { start, middle, end, idleBefore, idleAfter }: Omit<Verdict, 'name' | 'slope' | 'verdict'>,
  tolerance: { readonly rise: number; readonly left: number },
): Verdict['verdict'] {
  if (![start, middle, end].every(Number.isFinite)) return 'not measured';
  const rise = end - start;
  const isSteady = middle >= start && middle <= end;
  if (isSteady && rise > start * SHARE && rise > tolerance.rise) return 'growing';
  return idleAfter > idleBefore + tolerance.left ? 'left behind' : 'flat';
}

/** Theil and Sen's: a few samples that are far off do not move it. */
function slopeOf(samples: readonly SoakSample[], name: keyof SoakSample): number {
  const step = Math.max(1, Math.floor(samples.length / 200));
  const some = samples.filter((_, at) => at % step === 0);
  const slopes = some.flatMap((a, at) =>
    some.slice(at + 1).map((b) => (b[name] - a[name]) / (b.atS - a.atS)),
  );
  return median(slopes.filter(Number.isFinite));
}

/** Prints a line for each level, and whether all of them are flat. */
export function printVerdicts(title: string, verdicts: readonly Verdict[]): void {
  console.log(`\n${title}\n`);
  console.log('| level | start | middle | end | per hour | idle before | idle after | verdict |');
  console.log('|---|---|---|---|---|---|---|---|');
  const shown = (value: number, digits = 0) =>
    Number.isFinite(value) ? value.toFixed(digits) : '';
  for (const { name, start, middle, end, slope, idleBefore, idleAfter, verdict } of verdicts) {
    const levels = [start, middle, end].map((value) => shown(value));
    const idle = [idleBefore, idleAfter].map((value) => shown(value));
    console.log(`| ${[name, ...levels, shown(slope, 1), ...idle, verdict].join(' | ')} |`);
  }
  const off = verdicts.filter((one) => !isFlat(one));
  const names = off.map(({ name, verdict }) => `${name} ${verdict}`);
  console.log(`\n${off.length === 0 ? 'FLAT' : `NOT FLAT: ${names.join(', ')}`}`);
}

/** What could not be measured is said, and is no fault. */
export function isFlat({ verdict }: Verdict): boolean {
  return verdict === 'flat' || verdict === 'not measured';
}
