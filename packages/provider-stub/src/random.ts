import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that the seed and the words decide: the same in every run, in whatever order calls come. Not for
 * secrets.
 */
export function chance(seed: string, ...words: readonly (string | number)[]): number {
  const hash = createHash('sha256')
    .update([seed, ...words].join('\0'))
    .digest();
  return hash.readUInt32BE(0) / 2 ** 32;
}

/** One of the choices, which must not be empty, by the same rule as {@link chance}. */
export function pick<T>(choices: readonly T[], ...words: readonly [string, ...string[]]): T {
  const [seed, ...rest] = words;
  const chosen = choices[Math.floor(chance(seed, ...rest) * choices.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}

/** `length` digits by the same rule as {@link chance}. */
export function digits(length: number, ...words: readonly string[]): string {
  const hash = createHash('sha256').update(words.join('\0')).digest('hex');
  return BigInt(`0x${hash}`).toString().padStart(length, '0').slice(-length);
}

/** A text that is equal for equal parts, and shows none of them. */
export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}
