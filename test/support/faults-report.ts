import { type ReportRow, reportRow } from './report.ts';
import type { Damage } from './verdict.ts';

/** One row of the table that `npm run test:faults` prints (scripts/faults-table.mjs). */
interface FaultsRow extends ReportRow {
  /** what was found afterwards in the rows and in the connector's books */
  readonly damage?: Damage;
}

/** Adds a row to the table; prints it when nobody collects one. */
export function reportFaults(row: FaultsRow): void {
  reportRow(row);
}
