import type { TradeKind } from '../../domain/ids.ts';
import { BARCODE } from '../../domain/order-tags.ts';
import type { MatchedBy } from '../../domain/search.ts';
import { ORDER_TABLES } from '../orders/table.ts';
import { ofUnseenLength } from '../sql.ts';

/** A column of a table of orders that is searched. */
interface NumberColumn {
  readonly kind: TradeKind;
  readonly column: Exclude<MatchedBy, 'barcode' | 'searchKey' | 'amount'>;
  /** its index goes on with the merchant; otherwise the number alone is unique */
  readonly isPerMerchant: boolean;
}

const COLUMNS: readonly NumberColumn[] = [
  { kind: 'pay', column: 'uuid', isPerMerchant: false },
  { kind: 'refund', column: 'uuid', isPerMerchant: false },
  { kind: 'pay', column: 'tractionNo', isPerMerchant: false },
  { kind: 'refund', column: 'tractionNo', isPerMerchant: false },
  { kind: 'pay', column: 'clientPayNo', isPerMerchant: true },
  { kind: 'refund', column: 'clientRefundNo', isPerMerchant: true },
  { kind: 'pay', column: 'thirdPayNo', isPerMerchant: true },
  { kind: 'refund', column: 'thirdRefundNo', isPerMerchant: true },
];

/** Numbers of which the first characters are enough. */
const BY_PREFIX = COLUMNS.filter(({ isPerMerchant }) => isPerMerchant);

/** What numbers are looked up. */
export const SEARCHED_BY: readonly MatchedBy[] = [
  ...new Set(COLUMNS.map(({ column }) => column)),
  ...(['barcode', 'searchKey'] as const),
];

/** Orders that one probe finds, at most: of more, those with the highest numbers. */
export const PROBE_ROWS = 100;
/** Numbers of all merchants that are passed over, at most, for those of one. */
const WALKED_FOR_ONE = 2_000;

// Parameters of the statement.
const FORMS = `unnest(${ofUnseenLength('$1::text[]')}) AS form(no)`;
const BOUNDS = `unnest(${ofUnseenLength('$2::text[]')}, ${ofUnseenLength('$3::text[]')}) AS bounds(low, high)`;
const SOUGHT_TAGS = `unnest(${ofUnseenLength('$4::text[]')}) AS sought(tag)`;
const MERCHANT = '$5::text';

/** What a probe answers; nothing but NULL for an order where it had to end before the numbers did. */
const answering = (
  { kind, column }: NumberColumn,
  isPrefix: boolean,
  of = 'o.uuid, o."createdAt"',
) => `SELECT '${column}' AS by, '${kind}' AS kind, ${isPrefix} AS "isPrefix", ${of}`;

// Each look-up is LATERAL and has a LIMIT: so it is made for each number. As a join the planner may read a table that
// was small when it planned, and compare each row.

/** IS NOT DISTINCT FROM is `=` that no index serves: the number finds the row, never the merchant. */
function alone({ kind, column }: NumberColumn, isScoped: boolean): string {
  const scope = isScoped ? ` AND "merchantUUID" IS NOT DISTINCT FROM ${MERCHANT}` : '';
  return `CROSS JOIN LATERAL (
    SELECT uuid, "createdAt" FROM ${ORDER_TABLES[kind].name} WHERE "${column}" = form.no${scope} LIMIT 1) o`;
}

/** Backwards, so that of many with one number the last ones are found. */
function perMerchant({ kind, column }: NumberColumn, of: { no: string; merchant: string | null }) {
  const scope = of.merchant === null ? '' : ` AND "merchantUUID" = ${of.merchant}`;
  return `CROSS JOIN LATERAL (
    SELECT uuid, "createdAt" FROM ${ORDER_TABLES[kind].name} WHERE "${column}" = ${of.no}${scope}
    ORDER BY "${column}" DESC, "merchantUUID" DESC LIMIT ${PROBE_ROWS + 1}) o`;
}

function exact(column: NumberColumn, isScoped: boolean): string {
  const lookUp = column.isPerMerchant
    ? perMerchant(column, { no: 'form.no', merchant: isScoped ? MERCHANT : null })
    : alone(column, isScoped);
  return `${answering(column, false)} FROM ${FORMS} ${lookUp}`;
}

const walked = (isScoped: boolean) => (isScoped ? WALKED_FOR_ONE : PROBE_ROWS) + 1;

/**
 * The last numbers that begin so, of all merchants, from the index alone; in it the number stands before the merchant,
 * so that an operator finds it. Compared byte by byte, as this index is, whatever the collation of the database is.
 * Only the upper bound is in the inner question: with both, the planner takes the numbers for so few that it reads
 * all of them, and sorts them.
 */
function walk({ kind, column }: NumberColumn, isScoped: boolean): string {
  return `"walk_${column}" AS MATERIALIZED (
    SELECT low, no, merchant FROM ${BOUNDS} CROSS JOIN LATERAL (
      SELECT "${column}" AS no, "merchantUUID" AS merchant FROM ${ORDER_TABLES[kind].name}
      WHERE "${column}" ~<~ high ORDER BY "${column}" USING ~>~ LIMIT ${walked(isScoped)}) last
    WHERE no ~>~ low)`;
}

function beginning(column: NumberColumn, isScoped: boolean): string {
  const scope = isScoped ? ` WHERE merchant = ${MERCHANT}` : '';
  return `${answering(column, true)} FROM (
    SELECT DISTINCT no, merchant FROM "walk_${column.column}"${scope} ORDER BY no DESC LIMIT ${PROBE_ROWS + 1}) walked
    ${perMerchant(column, { no: 'walked.no', merchant: 'walked.merchant' })}`;
}

function cut(column: NumberColumn, isScoped: boolean): string {
  return `${answering(column, true, 'NULL, NULL')} FROM "walk_${column.column}"
    GROUP BY low HAVING count(*) >= ${walked(isScoped)}`;
}

/** The merchant of a tag is that of its order; the order is asked for its own as well. */
function tagged(isScoped: boolean): string {
  const of = (name: string, equal: string) => (isScoped ? ` AND ${name} ${equal} ${MERCHANT}` : '');
  return `SELECT CASE left(sought.tag, 1) WHEN '${BARCODE}' THEN 'barcode' ELSE 'searchKey' END AS by, 'pay' AS kind,
    false AS "isPrefix", o.uuid, o."createdAt" FROM ${SOUGHT_TAGS} CROSS JOIN LATERAL (
    SELECT "orderId" FROM "OrderTag" WHERE value = sought.tag${of('"merchantUUID"', '=')}
    ORDER BY value DESC, "merchantUUID" DESC, "orderId" DESC LIMIT ${PROBE_ROWS + 1}) t CROSS JOIN LATERAL (
    SELECT uuid, "createdAt" FROM ${ORDER_TABLES.pay.name}
    WHERE id = t."orderId"${of('"merchantUUID"', 'IS NOT DISTINCT FROM')} LIMIT 1) o`;
}

/**
 * One statement for all numbers: its parameters are the forms of the number, both bounds of each prefix, the tags, and,
 * where it is scoped, the merchant.
 */
export function numbersSql(isScoped: boolean): string {
  const walks = BY_PREFIX.map((column) => walk(column, isScoped));
  const probes = [
    ...COLUMNS.map((column) => exact(column, isScoped)),
    tagged(isScoped),
    ...BY_PREFIX.flatMap((column) => [beginning(column, isScoped), cut(column, isScoped)]),
  ];
  return `WITH ${walks.join(', ')}\n${probes.join('\nUNION ALL\n')}`;
}
