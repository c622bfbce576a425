import type { Behaviour, FaultName } from './behaviour.ts';

/** `fault`, what it does, and an argument's default when it takes one. */
type Row = readonly [FaultName, string, number?];

/**
 * Faults that can hit before or after the money moved. New ones go to the end: a fault's place is
 * the second half of its code.
 */
const ON_THE_LINE: readonly Row[] = [
  ['hang', 'never answers, holds the socket until the caller gives up'],
  ['reset', 'resets the connection (RST) instead of answering'],
  ['502', 'answers 502 with an HTML page'],
  ['garbage', 'answers 200 with an HTML page'],
  ['truncated', 'answers 200 with half of a JSON text'],
  ['redirect', 'answers 302 to a page that claims success'],
  ['cutOff', 'promises a length, sends half and closes the connection'],
  ['500', 'answers 500 with JSON'],
  ['400', 'answers 400 with JSON'],
  ['strangeRet', 'answers 200 with a ret the document does not know'],
];

/** Faults in the answer about money that did move; refused money answers with the same fault. */
const IN_THE_ANSWER: readonly Row[] = [
  ['huge', 'a correct answer padded with 8 MiB, streamed'],
  ['gzipBomb', 'the same with 32 MiB, gzipped to about 32 KiB'],
  ['drip', 'a correct answer, one byte every N ms', 1_000],
  ['wrongAmount', 'answers success with another payAmount (refunds: refundAmount)'],
  ['wrongTractionNo', 'answers success with another tractionNo'],
];

/**
 * 91xx: the fault instead of the payment, at every POST. 92xx: the payment, then the fault; a repeat is
 * answered normally. 93xx: the payment, and the fault at every POST.
 */
export const FAULTS: readonly Behaviour[] = [
  ...ON_THE_LINE.map(instead),
  ...ON_THE_LINE.map((row, place) => after(row, { place, name: chargeThen(row[0]) })),
  ...ON_THE_LINE.map((row, place) => always(row, { place, name: chargeThen(row[0]) })),
  ...IN_THE_ANSWER.map((row, place) => after(row, { place: place + 20, name: row[0] })),
  ...IN_THE_ANSWER.map((row, place) => always(row, { place: place + 20, name: row[0] })),
];

function chargeThen(name: string): string {
  return `chargeThen${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function instead([fault, description]: Row, place: number): Behaviour {
  return {
    name: fault,
    code: code(91, place),
    description: `no money moves; ${description}, at every POST`,
    effect: 'none',
    fault,
    everyTime: true,
  };
}

function after(row: Row, { place, name }: { place: number; name: string }): Behaviour {
  const [fault, what, defaultArgument] = row;
  const description = `the money moves; ${what}; a repeat is answered normally`;
  const takes = defaultArgument === undefined ? {} : { defaultArgument };
  return { name, code: code(92, place), description, effect: 'success', fault, ...takes };
}

function always(row: Row, { place, name }: { place: number; name: string }): Behaviour {
  return {
    ...after(row, { place, name: `${name}Always` }),
    code: code(93, place),
    description: `the money moves; ${row[1]}, at every POST`,
    everyTime: true,
  };
}

function code(group: number, place: number): string {
  return `${group}${String(place + 1).padStart(2, '0')}`;
}
