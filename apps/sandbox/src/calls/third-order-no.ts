import { randomInt } from 'node:crypto';
import type { Clock } from '@payserver/shared/runtime/time';

/**
 * Makes numbers that look like a payment company's: 28 digits, unique across restarts through the
 * time and a random part chosen at start.
 */
export function createThirdOrderNos(clock: Clock): () => string {
  const start = String(randomInt(1_000_000)).padStart(6, '0');
  let count = 0;
  return () => {
    count = (count + 1) % 10_000_000;
    return `42${clock.now()}${start}${String(count).padStart(7, '0')}`;
  };
}
