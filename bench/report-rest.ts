import { median } from './report.ts';
import type { RestSample, RestUse } from './rest-run.ts';

/** One revision and what was measured of it. */
export interface RestSide {
  readonly name: string;
  readonly samples: readonly RestSample[];
}

/** npm itself waits for the gateway in a process that is not ours. */
const NOT_OURS = 'npm';

/** Prints medians: of each process, of all of them without npm's own, and of the start; beside the first side's. */
export function printRest(sides: readonly RestSide[]): void {
  for (const { name, samples } of sides) {
    console.log(`\n${name}`);
    const names = [...new Set(samples.flatMap(({ processes }) => [...processes.keys()]))];
    printTable(
      ['process', 'count', 'PSS, MiB', 'CPU, % of a core'],
      names.map((process) => rowOf(process, samples)),
    );
  }
  printTable(['', 'PSS, MiB', 'CPU, % of a core', 'ready, s'], sides.map(totalOf));
  const [first, second] = sides;
  if (first !== undefined && second !== undefined) printRatio(first, second);
}

function rowOf(process: string, samples: readonly RestSample[]): string[] {
  const of = (pick: (use: RestUse) => number) =>
    median(samples.map(({ processes }) => orZero(processes.get(process), pick)));
  return [
    process,
    String(of(({ count }) => count)),
    of(({ pssMib }) => pssMib).toFixed(1),
    of(({ cpuPercent }) => cpuPercent).toFixed(2),
  ];
}

function orZero(use: RestUse | undefined, pick: (use: RestUse) => number): number {
  return use === undefined ? 0 : pick(use);
}

function totalOf({ name, samples }: RestSide): string[] {
  const shown = totals(samples).map((values, at) => spread(values, at === 1 ? 2 : 1));
  return [name, ...shown];
}

/** PSS, CPU and seconds until ready, each of every sample. */
function totals(samples: readonly RestSample[]): number[][] {
  const sum = (sample: RestSample, pick: (use: RestUse) => number) =>
    [...sample.processes].reduce(
      (total, [name, use]) => total + (name.startsWith(NOT_OURS) ? 0 : pick(use)),
      0,
    );
  return [
    samples.map((sample) => sum(sample, ({ pssMib }) => pssMib)),
    samples.map((sample) => sum(sample, ({ cpuPercent }) => cpuPercent)),
    samples.map(({ readyMs }) => readyMs / 1_000),
  ];
}

function printRatio(first: RestSide, second: RestSide): void {
  const before = totals(first.samples).map(median);
  const after = totals(second.samples).map(median);
  const ratios = after.map((value, at) => (value / (before[at] ?? value)).toFixed(2));
  console.log(
    `\n${second.name} / ${first.name}: PSS ${ratios[0]}, CPU ${ratios[1]}, ready ${ratios[2]}`,
  );
}

function spread(values: readonly number[], digits: number): string {
  const show = (value: number) => value.toFixed(digits);
  return `${show(median(values))} [${show(Math.min(...values))}, ${show(Math.max(...values))}]`;
}

function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const rule = heads.map(() => '---');
  for (const cells of [heads, rule, ...rows]) console.log(`| ${cells.join(' | ')} |`);
}
