import { appendFileSync } from 'node:fs';
import { afterAll, afterEach } from 'vitest';

/** One row of the table that a long run prints. */
export interface ReportRow {
  readonly what: string;
  /** how often it was tried */
  readonly n: number;
  /** how many of them ended otherwise than they must; null for what is only measured */
  readonly bad: number | null;
  /** what was measured besides */
  readonly measured?: string;
}

/** Adds a row to the table of the run that this is part of; prints it when nobody collects one. */
export function reportRow(row: ReportRow): void {
  const engine = process.env['TEST_ENGINE'] ?? 'postgres';
  const line = JSON.stringify({ engine, ...row });
  const file = process.env['REPORT_FILE'];
  if (file === undefined) process.stdout.write(`report ${line}\n`);
  else appendFileSync(file, `${line}\n`);
}

/** Counts what the tests of one file try. */
export interface Tally {
  /** Counts these, each null or what is wrong with it, and answers what is wrong. */
  judge(problems: readonly (string | null)[]): string[];
}

/**
 * Opens one for this file: when its tests are over the row is reported. A test that fails counts as bad even when
 * it never came to judge anything.
 */
export function openTally(what: string): Tally {
  const count = { n: 0, bad: 0, failed: 0 };
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') count.failed += 1;
  });
  afterAll(() => reportRow({ what, n: count.n, bad: Math.max(count.bad, count.failed) }));
  return {
    judge: (problems) => {
      const found = problems.filter((problem) => problem !== null);
      count.n += problems.length;
      count.bad += found.length;
      return found;
    },
  };
}
