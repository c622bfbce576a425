import { setImmediate as pause } from 'node:timers/promises';

/** A record of a CSV file. */
export interface CsvRecord {
  /** the line on which it begins, from 1 */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Bytes that are no text in any encoding that is read: `message` is one line for a person. */
export class CsvEncodingError extends Error {
  override readonly name = 'CsvEncodingError';
}

/**
 * The text of a file that is UTF-8, with or without a byte order mark, or GB18030, as spreadsheets in China write it.
 * Bytes that are valid UTF-8 are taken for it.
 *
 * @throws {CsvEncodingError} it is neither
 */
export function decodeCsv(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'gb18030' } {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      // Removes the byte order mark too.
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // The next one.
    }
  }
  throw new CsvEncodingError('the file is neither UTF-8 nor GB18030');
}

/** Up to a comma or the end of the line. */
const PLAIN = /[^,\r\n]*/y;
/** Cells between two pauses: payments are answered meanwhile. */
const PAUSE_CELLS = 2_000;

/** Reads records as RFC 4180 has them, with LF or CRLF; empty lines are left out. Lets others run in between. */
export async function parseCsv(text: string): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let began = 1;
  let read = 0;
  for (let at = 0; at <= text.length; ) {
    read += 1;
    if (read % PAUSE_CELLS === 0) await pause();
    const { cell, end } = readCell(text, at);
    cells.push(cell.trim());
    line += countLines(text.slice(at, end));
    at = end;
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    if (cells.some((one) => one !== '')) records.push({ line: began, cells });
    at += text.startsWith('\r\n', at) ? 2 : 1;
    cells = [];
    line += 1;
    began = line;
  }
  return records;
}

/** The cell that begins here, and where it ends. What follows a closing quote mark is left out. */
function readCell(text: string, at: number): { cell: string; end: number } {
  const close = text[at] === '"' ? closingQuote(text, at + 1) : -1;
  PLAIN.lastIndex = close === -1 ? at : close + 1;
  const plain = PLAIN.exec(text)?.[0] ?? '';
  if (close === -1) return { cell: plain, end: at + plain.length };
  const cell = text.slice(at + 1, close).replaceAll('""', '"');
  return { cell, end: close + 1 + plain.length };
}

/** No cell has more characters: what follows such an open quote mark is read as if it were not one. */
const MAX_CELL = 65_536;

/** The next quote mark that is not doubled; -1: there is none near. */
function closingQuote(text: string, from: number): number {
  const end = from + MAX_CELL;
  for (let at = text.indexOf('"', from); at !== -1 && at < end; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

const AMOUNT = /^-?\d+\.\d\d$/;
/** What a spreadsheet would run; in China also in full width. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
/** A number of more digits than a spreadsheet shows. */
const LONG_NUMBER = /^\d{12,}$/;

/**
 * A CSV file that spreadsheets open as it is meant: UTF-8 with a byte order mark, CRLF, cells that begin like a formula
 * behind an apostrophe, long numbers as text (a tab behind them). Amounts as `-12.30` stay numbers.
 */
export function writeCsv(rows: ReadonlyArray<readonly string[]>): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join('')}`;
}

function writeCell(cell: string): string {
  if (AMOUNT.test(cell)) return cell;
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  const text = LONG_NUMBER.test(safe) ? `${safe}\t` : safe;
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Fen as yuan with two decimals. */
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Fen of yuan as a shop writes it (`12`, `12.3`, `12.34`); null when it is no such amount. Exact: no fraction is ever a double. */
export function fenOf(yuan: string): number | null {
  const [, whole = '', cents = ''] = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(yuan) ?? [];
  return whole === '' ? null : Number(`${whole}${cents.padEnd(2, '0')}`);
}
