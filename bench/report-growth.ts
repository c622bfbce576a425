import type { ListSample } from './lists.ts';
import { median, type Sample } from './report.ts';

/** What the name of a case ends with that was played on the filled database. */
export const FILLED = ', filled';

/** Prints what each case loses on the filled database, and pages far behind on the first. */
export function printGrowth(samples: readonly Sample[], lists: readonly ListSample[]): void {
  const names = [...new Set(samples.map(({ name }) => name))].filter((name) =>
    name.endsWith(FILLED),
  );
  if (names.length > 0)
    console.log('\n| case | empty, /s | filled, /s | filled / empty |\n|---|---|---|---|');
  for (const name of names) {
    const rate = (of: string) =>
      median(samples.filter((sample) => sample.name === of).map((s) => s.settledPerSecond));
    const [empty, filled] = [rate(name.slice(0, -FILLED.length)), rate(name)];
    const cells = [name, empty.toFixed(0), filled.toFixed(0), (filled / empty).toFixed(2)];
    console.log(`| ${cells.join(' | ')} |`);
  }
  if (lists.length === 0) return;
  console.log('\n| list | page | page 1: p50 / p99, ms | that page: p50 / p99, ms | p50 / p50 |');
  console.log('|---|---|---|---|---|');
  for (const list of new Set(lists.map((sample) => sample.list))) {
    const of = lists.filter((sample) => sample.list === list);
    const pick = (value: (sample: ListSample) => number) => median(of.map(value));
    const [first, far] = [pick((s) => s.first.p50), pick((s) => s.far.p50)];
    const cells = [
      list,
      String(pick((s) => s.page)),
      `${first.toFixed(2)} / ${pick((s) => s.first.p99).toFixed(2)}`,
      `${far.toFixed(2)} / ${pick((s) => s.far.p99).toFixed(2)}`,
      (far / first).toFixed(2),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
