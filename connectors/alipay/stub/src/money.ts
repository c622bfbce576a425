/** fen of `12.34`; null for anything but an amount from 0.01 to 100000000.00 with two decimals. */
export function fenOf(text: unknown): number | null {
  const match = typeof text === 'string' ? /^(\d{1,9})\.(\d\d)$/.exec(text) : null;
  if (match === null) return null;
  const fen = Number(`${match[1]}${match[2]}`);
  return fen >= 1 && fen <= 10_000_000_000 ? fen : null;
}

/** `12.34` of fen, with a sign when it is below 0. */
export function yuan(fen: number): string {
  const text = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
