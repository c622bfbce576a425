import { randomBytes, randomInt } from 'node:crypto';

/** A secret that nobody else knows, and where it may be found. */
export interface Plant {
  readonly what: string;
  readonly value: string;
  /** beginnings of the names of places that may hold it */
  readonly allowed: readonly string[];
}

/** A text that might hold a secret. */
export interface SearchedText {
  readonly name: string;
  readonly text: string;
}

/** All secrets of one run. */
export interface Plants {
  readonly all: readonly Plant[];
  /** Remembers this secret and answers it. */
  plant(what: string, value: string, allowed?: readonly string[]): string;
  /** A new payment barcode of 18 digits. */
  barcode(what: string, allowed?: readonly string[]): string;
  /** A new card number of 16 digits. */
  card(what: string): string;
  /** A new word of 40 letters and digits, which is base64 as well. */
  word(what: string, allowed?: readonly string[]): string;
}

const digits = (length: number) => Array.from({ length }, () => randomInt(10)).join('');

/** Opens an empty list of secrets. */
export function openPlants(): Plants {
  const all: Plant[] = [];
  const plant: Plants['plant'] = (what, value, allowed = []) => {
    all.push({ what, value, allowed });
    return value;
  };
  return {
    all,
    plant,
    barcode: (what, allowed) => plant(what, `13${digits(16)}`, allowed),
    card: (what) => plant(what, `6222${digits(12)}`),
    word: (what, allowed) => plant(what, `Kanari${randomBytes(17).toString('hex')}`, allowed),
  };
}

/** The forms in which a text may contain a secret: as it is, in hexadecimal, in base64. */
function encodings(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((offset) => {
    // The letters at both ends depend on the neighbours.
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(offset === 0 ? 0 : offset + 1, -4);
  });
  return [value, bytes.toString('hex'), ...base64];
}

/** What of these secrets is where it must not be; one entry for each pair, null where all is well. */
export function searchPlaces(plants: Plants, places: readonly SearchedText[]): (string | null)[] {
  return plants.all.flatMap(({ what, value, allowed }) => {
    const ways = encodings(value);
    return places.map(({ name, text }) => {
      if (allowed.some((start) => name.startsWith(start))) return null;
      const way = ways.find((encoding) => text.includes(encoding));
      if (way === undefined) return null;
      const at = text.indexOf(way);
      return `${what} in ${name}: …${text.slice(Math.max(0, at - 120), at + way.length + 20)}…`;
    });
  });
}
