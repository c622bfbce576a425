import { NotificationRefused } from './refusal.ts';

/**
 * A request as it came. The body is its bytes: what a framework made of them, written as JSON again, is another text
 * with another signature.
 */
export interface NotificationRequest {
  /** of Node (`request.headers`), of Fetch (`Headers`), or any object of names and values */
  readonly headers: HeaderSource;
  readonly body: Uint8Array | string;
}

/** Headers by name, in any case of letters. */
export type HeaderSource =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * No dot: `id.timestamp.body` is signed, and with a dot in the id another id, time and body would be the same bytes.
 */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Whether it may be the id of a message. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** Twice what the largest message of the gateway has (docs/notifications.md, Limits). */
const MAX_BYTES = 128 * 1024;

/**
 * The one value of a header.
 *
 * @throws {NotificationRefused} it is missing, empty or there more than once
 */
export function headerOf(headers: HeaderSource, name: string): string {
  const values = valuesOf(headers, name);
  const [value] = values;
  if (values.length !== 1 || typeof value !== 'string' || value === '') {
    throw new NotificationRefused('headers');
  }
  return value;
}

/**
 * The body's bytes.
 *
 * @throws {NotificationRefused} it is larger than any message
 * @throws {TypeError} it is not what was received: a mistake of the program, not of the sender
 */
export function bytesOfBody(body: NotificationRequest['body']): Uint8Array {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  if (!isRaw) throw new TypeError('body must be the bytes of the request, before they are parsed');
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (bytes.length > MAX_BYTES) throw new NotificationRefused('tooLarge');
  return bytes;
}

/**
 * Compares when it was signed, in Unix seconds, with now.
 *
 * @throws {NotificationRefused} no whole seconds, or too far from now
 */
export function checkTime(seconds: string, { now, toleranceSeconds }: Clock): void {
  if (!/^\d{1,12}$/.test(seconds)) throw new NotificationRefused('headers');
  const age = now().getTime() / 1_000 - Number(seconds);
  if (age > toleranceSeconds) throw new NotificationRefused('tooOld');
  if (age < -toleranceSeconds) throw new NotificationRefused('tooNew');
}

/** What time it is, and how far the sender's clock may be from it. */
export interface Clock {
  readonly now: () => Date;
  readonly toleranceSeconds: number;
}

/**
 * The object that these bytes are in JSON.
 *
 * @throws {NotificationRefused} no UTF-8, no JSON, or not an object
 */
export function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parse(bytes);
  if (!isObject(value)) throw new NotificationRefused('body');
  return value;
}

/** Whether it has named fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The text of these bytes.
 *
 * @throws {NotificationRefused} no UTF-8
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotificationRefused('body');
  }
}

function parse(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new NotificationRefused('body');
  }
}

/** Every value that a header was given; a name in another case of letters is the same name. */
export function valuesOf(headers: HeaderSource, name: string): readonly unknown[] {
  if (isFetchHeaders(headers)) return [headers.get(name)];
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value);
}

function isFetchHeaders(headers: HeaderSource): headers is { get(name: string): string | null } {
  return typeof headers['get'] === 'function';
}
