import { expect } from 'vitest';

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** What a documented field may be. */
export type FieldType = 'text' | 'text?' | 'number' | 'flag' | 'time' | 'time?' | 'object' | 'link';

const CHECKS: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  text: (v) => typeof v === 'string',
  'text?': (v) => v === null || typeof v === 'string',
  number: (v) => Number.isSafeInteger(v),
  flag: (v) => v === 0 || v === 1,
  time: (v) => typeof v === 'string' && TIME.test(v),
  'time?': (v) => v === null || (typeof v === 'string' && TIME.test(v)),
  object: (v) => typeof v === 'object' && v !== null && !Array.isArray(v),
  link: (v) => typeof (v as { href?: unknown } | null)?.href === 'string',
};

/** Fails naming every documented field that is missing or of another type. */
export function expectShape(value: object, shape: Readonly<Record<string, FieldType>>): void {
  const fields = value as Record<string, unknown>;
  const wrong = Object.entries(shape)
    .filter(([name, type]) => !(name in fields) || !CHECKS[type](fields[name]))
    .map(([name, type]) => `${name}: ${JSON.stringify(fields[name])} is no ${type}`);
  expect(wrong).toEqual([]);
}
