import type { Connection } from './connection.ts';
import { decodeCsv, parseCsv } from './csv.ts';
import { type ImportRow, readRows, type WrongLine } from './import-rows.ts';

/** A file of members and what they have. */
export interface MemberFile {
  readonly merchantUUID: string;
  readonly bytes: Uint8Array;
  /** true: only says what would be done */
  readonly isDryRun: boolean;
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly encoding: 'utf-8' | 'gb18030';
  /** balances and counts of the file */
  readonly rows: number;
  /** of them, imported by this call, or to be */
  readonly imported: number;
  /** of them, imported before with the same content */
  readonly unchanged: number;
  /** in the order of the file, the first thousand; with one of them nothing is imported */
  readonly wrong: readonly WrongLine[];
}

/** A transaction for each of them: an import that ends in the middle goes on with the next call. */
const CHUNK = 200;

/**
 * Imports opening balances from CSV. Nothing is written while a line is wrong. Each balance is an operation with a key
 * of its own (member, or member and item): the same file again changes nothing, another balance for the same member is
 * a wrong line. A crash in the middle leaves whole chunks; the same file again imports the rest.
 *
 * @throws {CsvEncodingError} the bytes are neither UTF-8 nor GB18030
 * @throws {BooksUnavailableError} call again with the same file
 */
export async function importMembers(
  connection: Connection,
  file: MemberFile,
): Promise<ImportReport> {
  const { text, encoding } = decodeCsv(file.bytes);
  const read = await readRows(file.merchantUUID, await parseCsv(text));
  const known = await findKnown(connection, file.merchantUUID, read.rows);
  const conflicts = read.rows
    .filter(({ no, hash }) => known.has(no) && known.get(no) !== hash)
    .map(({ line }) => ({
      line,
      problem: '已导入过，内容不同 (imported before with another content)',
    }));
  const wrong = [...read.wrong, ...conflicts].toSorted((a, b) => a.line - b.line);
  const fresh = read.rows.filter(({ no }) => !known.has(no));
  const unchanged = read.rows.length - fresh.length - conflicts.length;
  const report = { encoding, rows: read.rows.length, imported: fresh.length, unchanged, wrong };
  if (wrong.length > 0) return { ...report, imported: 0 };
  if (file.isDryRun) return report;
  for (let at = 0; at < fresh.length; at += CHUNK) {
    const rows = fresh.slice(at, at + CHUNK);
    await connection.call('import_rows', { merchant: file.merchantUUID, rows });
  }
  return report;
}

/** What was imported before, with its content. */
async function findKnown(
  connection: Connection,
  merchant: string,
  rows: readonly ImportRow[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>();
  for (let at = 0; at < rows.length; at += CHUNK * 25) {
    const numbers = rows.slice(at, at + CHUNK * 25).map(({ no }) => no);
    const found = await connection.call('known_imports', { merchant, numbers });
    for (const [no, hash] of Object.entries(found as Record<string, string>)) known.set(no, hash);
  }
  return known;
}
