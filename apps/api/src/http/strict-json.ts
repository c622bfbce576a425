import { type Refusal, RefusalError } from '@payserver/shared/domain/errors';

/** Deeper than any document of the API; keeps every later recursion shallow. */
const MAX_DEPTH = 32;
const SHOWN_NAME = 64;
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const CANNOT_STORE = 'must not contain NUL or lone surrogates';

/** An object or array that the scan is inside of. */
interface Frame {
  /** the names so far of an object; null for an array */
  readonly names: Set<string> | null;
  /** the name or the index that the scan is at */
  at: string | number;
  expectsName: boolean;
}

/** A walk over the tokens of a text that is known to be JSON. */
interface Scan {
  readonly text: string;
  readonly stack: Frame[];
  /** the next backslash at or after the walk, so that each is looked for once */
  backslash: number;
  /** the field of the body whose elements are judged one by one */
  readonly elementsIn: string | undefined;
  /** what is wrong with which of them */
  readonly faults: Map<number, string>;
}

/** Stands in the place of an element that could not be read as it is said. */
export class UnreadableElement {
  /** why; its path begins in the element */
  readonly refusal: Refusal;
  /** what JSON.parse makes of it */
  readonly value: unknown;

  constructor(message: string, value: unknown) {
    this.refusal = { code: 9004, message };
    this.value = value;
  }
}

/**
 * Parses JSON and refuses what JSON.parse would silently change or what PostgreSQL cannot store: whole
 * numbers beyond 2^53-1 (they are rounded), numbers too large for any double, a name that occurs twice
 * (the last one wins), `__proto__`, NUL and lone surrogates. `text` must come from valid UTF-8.
 *
 * @param elementsIn for batches, the field whose elements harm nobody but themselves: in the place of one
 *   that is refused stands an {@link UnreadableElement}
 * @throws {RefusalError} 9004; its message names the field
 */
export function parseStrictJson(text: string, elementsIn?: string): unknown {
  const value = parse(text);
  const scan: Scan = { text, stack: [], backslash: -1, elementsIn, faults: new Map() };
  let at = 0;
  while (at < text.length) at = readToken(scan, at);
  if (elementsIn === undefined) return value;
  // There are faults of elements only where the walk has seen this list; the body may be null besides.
  const elements = (value as Record<string, unknown[]> | null)?.[elementsIn];
  for (const [index, message] of scan.faults) {
    elements?.splice(index, 1, new UnreadableElement(message, elements[index]));
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(text.trim() === '' ? 'the body is empty' : 'the body is not valid JSON');
  }
}

/** Reads the token at this place, and answers where the next one may begin. */
function readToken(scan: Scan, at: number): number {
  switch (scan.text.charAt(at)) {
    case '"':
      return readText(scan, at);
    case '{':
      return open(scan, { names: new Set(), at: '', expectsName: true }, at);
    case '[':
      return open(scan, { names: null, at: 0, expectsName: false }, at);
    case '}':
    case ']':
      scan.stack.pop();
      return at + 1;
    case ',':
      moveOn(scan.stack.at(-1));
      return at + 1;
    default:
      return isNumberStart(scan.text.charCodeAt(at)) ? readNumber(scan, at) : at + 1;
  }
}

function open(scan: Scan, frame: Frame, at: number): number {
  if (scan.stack.length === MAX_DEPTH) {
    refuse(scan, (path) => `${path} is nested deeper than ${MAX_DEPTH}`);
  }
  scan.stack.push(frame);
  return at + 1;
}

function moveOn(frame: Frame | undefined): void {
  if (frame === undefined) return;
  if (typeof frame.at === 'number') frame.at += 1;
  else frame.expectsName = true;
}

function readText(scan: Scan, at: number): number {
  const frame = scan.stack.at(-1);
  const end = endOfText(scan, at);
  const isEscaped = scan.backslash < end;
  if (frame?.expectsName === true) {
    const raw = scan.text.slice(at, end);
    readName(scan, frame, isEscaped ? String(JSON.parse(raw)) : raw.slice(1, -1));
  } else if (isEscaped && UNSTORABLE.test(String(JSON.parse(scan.text.slice(at, end))))) {
    // Only an escape can encode NUL or a lone surrogate: the text came from valid UTF-8.
    refuse(scan, (path) => `${path} ${CANNOT_STORE}`);
  }
  return end;
}

/** The place after the closing quote; `scan.backslash` is the first one in this text, or beyond it. */
function endOfText(scan: Scan, at: number): number {
  const { text } = scan;
  scan.backslash = nextBackslash(scan, at);
  let quote = text.indexOf('"', at + 1);
  let escape = scan.backslash;
  while (escape < quote) {
    // What follows a backslash belongs to it, be it a quote or another backslash.
    if (escape + 1 === quote) quote = text.indexOf('"', quote + 1);
    escape = indexOrEnd(text, '\\', escape + 2);
  }
  return quote + 1;
}

function nextBackslash(scan: Scan, at: number): number {
  return scan.backslash >= at ? scan.backslash : indexOrEnd(scan.text, '\\', at);
}

function indexOrEnd(text: string, char: string, from: number): number {
  const index = text.indexOf(char, from);
  return index === -1 ? text.length : index;
}

function readName(scan: Scan, frame: Frame, name: string): void {
  if (UNSTORABLE.test(name)) {
    const outside = scan.stack.slice(0, -1);
    refuse(scan, (path) => `a name inside ${path} ${CANNOT_STORE}`, outside);
  }
  frame.at = name;
  frame.expectsName = false;
  if (name === '__proto__') refuse(scan, (path) => `${path} is not a known field`);
  if (frame.names?.has(name) === true) refuse(scan, (path) => `${path} occurs twice`);
  frame.names?.add(name);
}

const NUMBER = /-?\d[\d.eE+-]*/y;

function isNumberStart(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 45;
}

function readNumber(scan: Scan, at: number): number {
  NUMBER.lastIndex = at;
  const token = NUMBER.exec(scan.text)?.[0] ?? ' ';
  const value = Number(token);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    refuse(scan, (path) => `${path} is a number too large to be exact; send it as text`);
  }
  return at + token.length;
}

/** Refuses the element that the walk is in, of which the first fault counts, or else the whole body. */
function refuse(
  scan: Scan,
  say: (path: string) => string,
  stack: readonly Frame[] = scan.stack,
): void {
  const element = elementOf(scan);
  if (element === null) throw refusal(say(pathOf(stack) || 'the body'));
  if (scan.faults.has(element)) return;
  scan.faults.set(element, say(pathOf(stack.slice(ABOVE_ELEMENTS)) || 'the element'));
}

/** The body and its list. */
const ABOVE_ELEMENTS = 2;

function elementOf({ stack, elementsIn }: Scan): number | null {
  const [body, list] = stack;
  const isInside = elementsIn !== undefined && body?.at === elementsIn && list?.names === null;
  return isInside ? Number(list.at) : null;
}

function pathOf(stack: readonly Frame[]): string {
  return stack.map(({ at }) => String(at).slice(0, SHOWN_NAME)).join('.');
}

function refusal(message: string): RefusalError {
  return new RefusalError({ code: 9004, message });
}
