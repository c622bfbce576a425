import { median, type Sample } from './report.ts';

/** Ends the name of a case played by the other commit. */
export const OTHER = ', against';
/** Ends the name of a case whose payments are found by search keys. */
export const KEYS = ', search keys';
/** Ends the name of H beside a case. */
export const HOPS = ', H';

/** A figure of a sample that is the better the smaller it is, unless said otherwise. */
type Figure = (sample: Sample) => number | undefined;

const ownPart =
  (which: 'p50' | 'p99'): Figure =>
  ({ answer, delayMs = 0 }) =>
    answer && answer[which] - delayMs;

const cpuOfAll: Figure = ({ cpuMs }) =>
  cpuMs && Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0);

const FIGURES: Readonly<Record<string, Figure>> = {
  'settled/s (more is better)': (sample) => sample.settledPerSecond,
  'own part p50, ms': ownPart('p50'),
  'own part p99, ms': ownPart('p99'),
  'CPU of all, ms': cpuOfAll,
  ...Object.fromEntries(
    ['api', 'worker', 'postgres', 'redis'].map((part): [string, Figure] => [
      `CPU of ${part}, ms`,
      ({ cpuMs }) => cpuMs?.[part],
    ]),
  ),
};

/** Of payments that come one by one: our own part of the answer's time beside H of the same run. */
export function printLone(samples: readonly Sample[]): void {
  const names = namesOf(samples).filter((name) => name.endsWith(HOPS));
  if (names.length === 0) return;
  console.log('\n| case | own part p50, ms | p99 | H p50 | p99 | p50 / H | p99 / H | CPU, ms |');
  console.log(`|${'---|'.repeat(8)}`);
  for (const hops of names) {
    const ours = hops.slice(0, -HOPS.length);
    const floor = ['p50', 'p99'].map((at) => middle(samples, hops, ownPart(at as 'p50' | 'p99')));
    for (const name of [ours, `${ours}${OTHER}`]) {
      const own = [middle(samples, name, ownPart('p50')), middle(samples, name, ownPart('p99'))];
      if (Number.isNaN(own[0])) continue;
      const ratios = own.map((ms, at) => (ms / (floor[at] ?? Number.NaN)).toFixed(2));
      const cells = [...own, ...floor].map((ms) => ms.toFixed(1));
      const cpu = middle(samples, name, cpuOfAll).toFixed(2);
      console.log(`| ${[name, ...cells, ...ratios, cpu].join(' | ')} |`);
    }
  }
}

/** Medians and ranges of both commits, and how this one relates to the other. */
export function printComparison(samples: readonly Sample[], other: string): void {
  console.log(`\nagainst ${other}: median [least, most] of each round, new / old of the medians\n`);
  printPairs(samples, { ours: '', theirs: OTHER, heads: ['new', 'old'] });
}

/** The same of payments that are found by search keys, beside those that are not and beside the other commit's. */
export function printKeys(samples: readonly Sample[]): void {
  if (!samples.some(({ name }) => name.endsWith(KEYS))) return;
  console.log('\nwith search keys: median [least, most] of each round\n');
  printPairs(samples, { ours: KEYS, theirs: '', heads: ['with', 'without'] });
  if (!samples.some(({ name }) => name.endsWith(OTHER))) return;
  console.log('');
  printPairs(samples, { ours: KEYS, theirs: OTHER, heads: ['with', 'old'] });
}

interface Pair {
  /** what the names of both end with */
  readonly ours: string;
  readonly theirs: string;
  readonly heads: readonly [ours: string, theirs: string];
}

function printPairs(samples: readonly Sample[], { ours, theirs, heads }: Pair): void {
  const columns = ['case', 'figure', ...heads, heads.join(' / ')];
  console.log(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
  const names = namesOf(samples);
  for (const name of names) {
    if (!names.includes(name + ours) || !names.includes(name + theirs)) continue;
    for (const [title, figure] of Object.entries(FIGURES)) {
      const [mine, others] = [ours, theirs].map((end) => figuresOf(samples, name + end, figure));
      if (mine === undefined || others === undefined || mine.length === 0) continue;
      const ratio = (median(mine) / median(others)).toFixed(3);
      console.log(`| ${[name, title, shown(mine), shown(others), ratio].join(' | ')} |`);
    }
  }
}

function namesOf(samples: readonly Sample[]): string[] {
  return [...new Set(samples.map(({ name }) => name))];
}

function figuresOf(samples: readonly Sample[], name: string, figure: Figure): number[] {
  return samples.filter((sample) => sample.name === name).flatMap((sample) => figure(sample) ?? []);
}

function middle(samples: readonly Sample[], name: string, figure: Figure): number {
  return median(figuresOf(samples, name, figure));
}

function shown(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return `${short(median(numbers))} [${short(least)}, ${short(most)}]`;
}

function short(number: number): string {
  return number.toFixed(Math.abs(number) < 10 ? 2 : Math.abs(number) < 1_000 ? 1 : 0);
}
