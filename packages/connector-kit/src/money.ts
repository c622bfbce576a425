const YUAN = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/;

/**
 * Fen of an amount in yuan as providers write it (`12.34`, `5`, `-0.01`), by its digits: no float ever holds it. Null: it
 * is no such amount.
 */
export function fenOfYuan(text: string): number | null {
  const [, sign, yuan, rest = ''] = YUAN.exec(text.trim()) ?? [];
  if (yuan === undefined) return null;
  const fen = Number(`${yuan}${rest.padEnd(2, '0')}`);
  return sign === '-' && fen !== 0 ? -fen : fen;
}

/** Yuan with two decimals of so many fen, as providers want it: 1234 is `12.34`. @throws {RangeError} of what is no fen */
export function yuanOfFen(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`${fen} is no amount in fen`);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
