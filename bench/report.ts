import type { Measured } from './measure.ts';

/** One measurement of one case; a floor has a rate and nothing else. */
export interface Sample extends Partial<Measured> {
  readonly name: string;
  readonly settledPerSecond: number;
  /** of the connector, ms */
  readonly delayMs?: number;
}

const PARTS = ['api', 'worker', 'postgres', 'redis', 'connector', 'load'];

/** Prints medians over the rounds, one line a case, with the ratio to F of the same run. */
export function printTable(samples: readonly Sample[]): void {
  const floor = median(rates(samples, 'F'));
  const heads = [
    'case',
    'settled/s',
    '[min, max]',
    '/ F',
    'answer p50',
    'p99',
    'settle p50',
    'p99',
  ];
  const lines = [...new Set(samples.map(({ name }) => name))].map((name) => {
    const of = samples.filter((sample) => sample.name === name);
    const all = rates(samples, name);
    const pick = (value: (sample: Sample) => number | undefined, digits: number) => {
      const numbers = of.map(value).filter((number) => number !== undefined);
      return numbers.length === 0 ? '' : median(numbers).toFixed(digits);
    };
    return [
      name,
      median(all).toFixed(0),
      `[${Math.min(...all).toFixed(0)}, ${Math.max(...all).toFixed(0)}]`,
      (median(all) / floor).toFixed(2),
      pick((s) => s.answer?.p50, 1),
      pick((s) => s.answer?.p99, 1),
      pick((s) => s.settle?.p50, 1),
      pick((s) => s.settle?.p99, 1),
      ...PARTS.map((part) => pick((s) => s.cpuMs?.[part], 3)),
      pick((s) => s.memory?.['api'], 0),
      pick((s) => s.memory?.['worker'], 0),
    ];
  });
  const cpu = PARTS.map((part) => `${part} CPU ms`);
  const table = [[...heads, ...cpu, 'api MiB', 'worker MiB'], ...lines];
  const [head = [], ...rest] = table;
  console.log(`| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|`);
  for (const line of rest) console.log(`| ${line.join(' | ')} |`);
}

function rates(samples: readonly Sample[], name: string): number[] {
  return samples.filter((sample) => sample.name === name).map((s) => s.settledPerSecond);
}

/** NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}
