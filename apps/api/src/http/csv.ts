/** Tells programs of offices that what follows is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What a spreadsheet would run, and what the guard itself begins with. */
const IS_FORMULA = /^[=+\-@\t\r']/;
/** A spreadsheet shows twelve digits as 1.8E+11, loses all beyond the fifteenth, and takes zeros in front away. */
const IS_LONG_NUMBER = /^(?:\d{12,}|0\d+)$/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * One line of CSV (RFC 4180), with its end. A cell that a spreadsheet would run, or would read as another number than it
 * is, has `'` in front: it is text then. Take one `'` away where there is one, and it is as it was.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;
}

function guarded(cell: string): string {
  return IS_FORMULA.test(cell) || IS_LONG_NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const FEN = 100;

/** Fen as yuan with two decimals. */
export function yuan(fen: number): string {
  const cents = Math.abs(fen % FEN);
  return `${fen < 0 ? '-' : ''}${Math.abs(Math.trunc(fen / FEN))}.${String(cents).padStart(2, '0')}`;
}
