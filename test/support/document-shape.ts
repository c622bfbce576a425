import { expect } from 'vitest';

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
/** What the API document leaves to callers and connectors: only that it is an object is fixed. */
const FREE_FORM = new Set(['payParams', 'clientExtraParams']);

type Json = Readonly<Record<string, unknown>>;

/**
 * Fails, naming each field, unless the answer has every field of every one of the document's samples of
 * this resource, in the sample's type: a number is a whole one (0 or 1 when its name asks a question), a
 * time has the document's form, a link has its href, and only what some sample shows as null may be null.
 * What an answer has beyond the samples is its own business.
 */
export function expectDocumented(answer: unknown, ...samples: readonly Json[]): void {
  expect(problemsOf('', answer, samples)).toEqual([]);
}

function problemsOf(path: string, answer: unknown, samples: readonly Json[]): string[] {
  if (!isObject(answer)) return [`${path || 'the answer'}: ${JSON.stringify(answer)} is no object`];
  const names = [...new Set(samples.flatMap((sample) => Object.keys(sample)))];
  return names.flatMap((name) => {
    const field = path === '' ? name : `${path}.${name}`;
    if (!(name in answer)) return [`${field} is missing`];
    const known = samples.flatMap((sample) => (name in sample ? [sample[name]] : []));
    return fieldProblems(field, answer[name], { name, known });
  });
}

interface Documented {
  readonly name: string;
  /** this field in the samples that have it */
  readonly known: readonly unknown[];
}

function fieldProblems(field: string, value: unknown, { name, known }: Documented): string[] {
  if (value === null && known.includes(null)) return [];
  const shown = known.filter((sample) => sample !== null);
  const objects = shown.filter(isObject);
  if (objects.length > 0 && !FREE_FORM.has(name)) return problemsOf(field, value, objects);
  const lists = shown.filter(Array.isArray);
  if (lists.length > 0) return listProblems(field, value, lists.flat());
  const fits = shown.length === 0 ? isTextOr(TIME, name, value) : shown.some(fitting(name, value));
  return fits ? [] : [`${field}: ${JSON.stringify(value)} is not as documented`];
}

function listProblems(field: string, value: unknown, samples: readonly unknown[]): string[] {
  if (!Array.isArray(value)) return [`${field}: ${JSON.stringify(value)} is no list`];
  const items = samples.filter(isObject);
  return value.flatMap((item, at) => problemsOf(`${field}.${at}`, item, items));
}

function fitting(name: string, value: unknown): (sample: unknown) => boolean {
  return (sample) => {
    if (typeof sample === 'number') return isWhole(name, value);
    if (typeof sample !== 'string') return isObject(sample) && isObject(value);
    if (TIME.test(sample)) return typeof value === 'string' && TIME.test(value);
    const isLink = name === 'href';
    return typeof value === 'string' && (!isLink || /^https?:\/\/\S+$/.test(value));
  };
}

function isWhole(name: string, value: unknown): boolean {
  const isQuestion = /^(?:is|has)[A-Z]/.test(name);
  return isQuestion ? value === 0 || value === 1 : Number.isSafeInteger(value);
}

/** The samples show only null: when it is set it is a time if its name says so, else a text. */
function isTextOr(time: RegExp, name: string, value: unknown): boolean {
  return typeof value === 'string' && (!name.endsWith('At') || time.test(value));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
