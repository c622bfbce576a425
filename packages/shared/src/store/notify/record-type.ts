import { RECORD_TYPES, REVIEW_MARK, REVIEW_TYPES } from '../../domain/notify/event-types.ts';

/**
 * SQL of the type of event that the trade record `r` is, from the same table as `typeOfRecord`; NULL for a record that
 * is none.
 */
export function typeOfRecordSql(r: string): string {
  const lines = RECORD_TYPES.map(
    ({ kind, event, type }) => `WHEN '${kind} ${event}' THEN '${type}'`,
  );
  return `CASE ${r}.kind || ' ' || ${r}.event ${lines.join(' ')}
    ELSE CASE WHEN NOT ${r}.detail ? '${REVIEW_MARK}' THEN NULL
         WHEN ${r}.kind = 'pay' THEN '${REVIEW_TYPES.pay}'
         WHEN ${r}.kind = 'refund' THEN '${REVIEW_TYPES.refund}' END END`;
}
