import type { Message } from './render.ts';

/** What each attempt of a message in the CN format adds. */
export interface CnAttempt {
  /** the webhook-id */
  readonly id: string;
  /** the event's time as the API writes it */
  readonly notifyTime: string;
  /** of the attempt, Unix seconds */
  readonly timestamp: number;
  /** new at each attempt */
  readonly nonce: string;
}

/** The fields of a message in the CN format: flat, in the order in which they are sent. */
export type CnFields = Readonly<Record<string, string | number>>;

/**
 * A message as flat fields with what the attempt adds, before it is signed: fields without a value are left out, an
 * object becomes the JSON of it.
 */
export function cnFieldsOf({ type, data }: Message, attempt: CnAttempt): CnFields {
  const own = Object.entries(data).flatMap(([name, value]): [string, string | number][] => {
    if (value === null || value === undefined || value === '') return [];
    if (typeof value === 'number' || typeof value === 'string') return [[name, value]];
    return [[name, JSON.stringify(value)]];
  });
  return {
    ...Object.fromEntries(own),
    notifyId: attempt.id,
    notifyType: type,
    notifyTime: attempt.notifyTime,
    timestamp: String(attempt.timestamp),
    nonce: attempt.nonce,
    signType: 'HMAC-SHA256',
  };
}

/**
 * The text that is signed: every field, sorted by name in byte order, `name=value` with `&` between. `%`, `&` and `=`
 * within a value are escaped, otherwise two messages could have one text.
 */
export function cnTextOf(fields: CnFields): string {
  return Object.keys(fields)
    .toSorted(byBytes)
    .map((name) => `${name}=${escape(String(fields[name]))}`)
    .join('&');
}

/** The names are ASCII: code units are bytes. */
function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function escape(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('&', '%26').replaceAll('=', '%3D');
}

/** The body of signed fields as a form (`application/x-www-form-urlencoded`). */
export function cnFormOf(fields: CnFields): string {
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new URLSearchParams(pairs).toString();
}
