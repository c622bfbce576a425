const DIGITS = /^(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{1,2}))?$/;

/**
 * `¥1,234.50` of 123450 fen. Made of digits, never of a float: 2^53 fen are shown exactly.
 *
 * @param fen an integer
 */
export function formatFen(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '−' : ''}¥${yuan}.${digits.slice(-2)}`;
}

/**
 * The fen that a person wrote as yuan: `1234.5`, `¥1,234.50`, `１２３４．５` are 123450.
 *
 * @returns null when it is no amount of at most two decimals, or not a safe integer
 */
export function parseYuan(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[¥￥元\s]/g, '');
  const match = DIGITS.exec(plain);
  if (match === null) return null;
  const [, yuan = '', decimals = ''] = match;
  const fen = Number(`${yuan.replaceAll(',', '')}${decimals.padEnd(2, '0')}`);
  return Number.isSafeInteger(fen) ? fen : null;
}

/** `1234.50`: what a person edits, without sign and separators. */
export function yuanInput(fen: number): string {
  return formatFen(fen).replace(/[¥,]/g, '');
}
