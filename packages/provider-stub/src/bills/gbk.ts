/** Bytes of GBK for each character, made from what the decoder of Node reads. */
const table = new Map<string, readonly [number, number]>();

function fill(): void {
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(high, low));
      if (text.length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, [high, low]);
    }
  }
}

/**
 * A text in GBK.
 *
 * @throws {Error} for a character that GBK does not have
 */
export function gbk(text: string): Buffer {
  if (table.size === 0) fill();
  const bytes = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    const pair = table.get(character);
    if (pair === undefined) throw new Error(`GBK has no ${character}`);
    return pair;
  });
  return Buffer.from(bytes.flat());
}
