import { setImmediate as pause } from 'node:timers/promises';
import { assetOf, hashOf, isCount, readId } from './calls.ts';
import { type CsvRecord, fenOf } from './csv.ts';
import { isDay } from './days.ts';
import { keyedNo } from './keyed.ts';
import { maskPhone } from './openings.ts';

/** What is wrong with a line of the file. */
export interface WrongLine {
  readonly line: number;
  readonly problem: string;
}

/** A member's opening balance, or counts of one item, as the database reads it. */
export interface ImportRow {
  readonly line: number;
  readonly book: 'memberBalance' | 'memberCount';
  readonly party: string;
  readonly name?: string | undefined;
  readonly phoneMasked?: string | undefined;
  readonly no: string;
  readonly hash: string;
  /** fen of principal; null: the member has none and is only opened */
  readonly amount: number | null;
  readonly bonus?: number;
  readonly bonusExpiresAt?: string | null;
  readonly items?: readonly object[];
}

/** A column by the names that a header may give it. */
const COLUMNS = {
  member: ['会员编号', 'memberUUID'],
  name: ['姓名', 'name'],
  phone: ['手机', 'phone'],
  principal: ['储值本金', 'principal'],
  bonus: ['赠送金额', 'bonus'],
  bonusExpires: ['赠送到期', 'bonusExpiresOn'],
  merchandise: ['项目编号', 'merchandiseUUID'],
  style: ['款式编号', 'styleUUID'],
  count: ['次数', 'count'],
  unitPrice: ['单价', 'unitPrice'],
  countExpires: ['次数到期', 'countExpiresOn'],
} as const;

type Column = keyof typeof COLUMNS;
type Cells = Readonly<Record<Column, string>>;

/** Lines between two pauses: payments are answered meanwhile. */
const PAUSE_LINES = 200;
/** More of them tell a person nothing new. */
const MAX_WRONG = 1_000;

/**
 * Reads the records, the header first, until a thousand are wrong. A line has a balance, counts of one item, or both.
 * Lets others run in between.
 */
export async function readRows(
  merchantUUID: string,
  records: readonly CsvRecord[],
): Promise<{ rows: ImportRow[]; wrong: WrongLine[] }> {
  const [header] = records;
  const wrong: WrongLine[] = [];
  const titles = header?.cells.slice(0, MAX_WRONG) ?? [];
  const at = placesOf(titles, (problem) => wrong.push({ line: 1, problem }));
  if (wrong.length > 0) return { rows: [], wrong };
  const rows = new Map<string, ImportRow>();
  for (const [index, record] of records.slice(1).entries()) {
    if (index % PAUSE_LINES === 0) await pause();
    if (wrong.length >= MAX_WRONG) break;
    const { line } = record;
    const read = readRecord(merchantUUID, at, record);
    const problems = typeof read === 'string' ? [read] : addRows(rows, read);
    wrong.push(...problems.map((problem) => ({ line, problem })));
  }
  return { rows: [...rows.values()], wrong };
}

/** Adds those that no line before has; answers what is wrong with the others. */
function addRows(rows: Map<string, ImportRow>, read: readonly ImportRow[]): string[] {
  return read.flatMap((row) => {
    const before = rows.get(row.no)?.line;
    if (before !== undefined) {
      return [`与第 ${before} 行重复 (same member or item as line ${before})`];
    }
    rows.set(row.no, row);
    return [];
  });
}

function readRecord(
  merchantUUID: string,
  at: ReadonlyMap<Column, number>,
  { line, cells }: CsvRecord,
): ImportRow[] | string {
  if (cells.some(isUnreadable)) return '含有控制字符或过长 (control characters, or too long)';
  const cell = (column: Column) => cells[at.get(column) ?? -1] ?? '';
  const named = Object.fromEntries(
    Object.keys(COLUMNS).map((column) => [column, cell(column as Column)]),
  ) as Cells;
  return readLine(merchantUUID, line, named);
}

function placesOf(header: readonly string[], report: (problem: string) => void) {
  const places = new Map<Column, number>();
  for (const [at, title] of header.entries()) {
    const column = (Object.keys(COLUMNS) as Column[]).find((name) =>
      COLUMNS[name].some((known) => known === title),
    );
    if (column === undefined) report(`未知列 (unknown column) "${title}"`);
    else if (places.has(column)) report(`重复列 (column twice) "${title}"`);
    else places.set(column, at);
  }
  if (!places.has('member')) report('缺少列 (no column) 会员编号 / memberUUID');
  return places;
}

/** What no shop writes, and a database may not store. */
function isUnreadable(cell: string): boolean {
  return cell.length > 256 || /[\p{Cc}\p{Cs}]/u.test(cell);
}

/** The rows of a line, or what is wrong with it. */
function readLine(merchantUUID: string, line: number, cells: Cells): ImportRow[] | string {
  const party = readId(cells.member);
  if (party === null) return '会员编号有误 (memberUUID)';
  const person = { line, party, ...readPerson(cells) };
  const hasItem = cells.merchandise !== '' || cells.count !== '';
  const rows: ImportRow[] = [];
  if (!hasItem || cells.principal !== '' || cells.bonus !== '') {
    const balance = readBalance(cells);
    if (typeof balance === 'string') return balance;
    const no = keyedNo('import', merchantUUID, party);
    rows.push({ ...person, book: 'memberBalance', no, hash: hashOf(balance), ...balance });
  }
  if (!hasItem) return rows;
  const item = readCounts(cells);
  if (typeof item === 'string') return item;
  const no = keyedNo('import', merchantUUID, `${party}/${item.asset}`);
  const counts = { no, hash: hashOf(item), amount: 0, items: [item] };
  return [...rows, { ...person, book: 'memberCount', ...counts }];
}

function readPerson({ name, phone }: Cells) {
  return {
    name: name === '' ? undefined : name,
    phoneMasked: phone === '' ? undefined : maskPhone(phone),
  };
}

function readBalance(cells: Cells) {
  const principal = fenOf(cells.principal || '0');
  const bonus = fenOf(cells.bonus || '0');
  if (principal === null) return '储值本金有误 (principal)';
  if (bonus === null) return '赠送金额有误 (bonus)';
  if (cells.bonusExpires !== '' && !isDay(cells.bonusExpires))
    return '赠送到期有误 (bonusExpiresOn)';
  const amount = principal + bonus === 0 ? null : principal;
  return { amount, bonus, bonusExpiresAt: cells.bonusExpires || null };
}

function readCounts(cells: Cells) {
  const asset = assetOf(cells.merchandise, cells.style);
  const count = /^\d{1,7}$/.test(cells.count) ? Number(cells.count) : 0;
  const unitPrice = cells.unitPrice === '' ? null : fenOf(cells.unitPrice);
  if (asset === null) return '项目编号或款式编号有误 (merchandiseUUID, styleUUID)';
  if (!isCount(count)) return '次数有误 (count)';
  if (cells.unitPrice !== '' && !unitPrice) return '单价有误 (unitPrice)';
  if (cells.countExpires !== '' && !isDay(cells.countExpires))
    return '次数到期有误 (countExpiresOn)';
  return { asset, count, unitPrice, expiresAt: cells.countExpires || null };
}
