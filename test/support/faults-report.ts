import { reportRow } from './report.ts';

/** One row of the table that `npm run test:faults` prints. */
interface FaultsRow {
  readonly test: string;
  /** what was tried so often */
  readonly trials: number;
  /** how many of them ended otherwise than they must; null for what is only measured */
  readonly bad: number | null;
  /** what was measured besides */
  readonly measured?: string;
}

/** Adds a row to the table; prints it when nobody collects one. */
export function reportFaults({ test, trials, ...row }: FaultsRow): void {
  reportRow({ what: test, n: trials, ...row });
}
