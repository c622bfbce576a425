import { appendFileSync } from 'node:fs';

/** One row of the table that `npm run test:faults` prints. */
export interface FaultsRow {
  readonly test: string;
  /** what was tried so often */
  readonly trials: number;
  /** how many of them ended otherwise than they must; null for what is only measured */
  readonly bad: number | null;
  /** what was measured besides */
  readonly measured?: string;
}

/** Adds a row to the table; prints it when nobody collects one. */
export function reportFaults(row: FaultsRow): void {
  const engine = process.env['TEST_ENGINE'] ?? 'postgres';
  const line = JSON.stringify({ engine, ...row });
  const file = process.env['FAULTS_REPORT'];
  if (file === undefined) process.stdout.write(`faults ${line}\n`);
  else appendFileSync(file, `${line}\n`);
}
