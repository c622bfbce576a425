import { EnvError, makeValidator } from 'envalid';
import { DatabaseUrlError, readDatabaseUrl } from './database-url.ts';

// What a setting's text may be, beside what envalid brings. Each refuses with an EnvError: one line for a person,
// which never shows a value that may hold a password.

/** Stands for the merchant's UUID in MERCHANT_URL. */
export const UUID_PLACE = '{uuid}';

/** A whole number from `min` to `max`, digits only. */
export function integer(min: number, max: number) {
  return makeValidator<number>((input) => {
    const value = /^\d+$/.test(input) ? Number(input) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new EnvError(`must be a whole number from ${min} to ${max}, not "${input}"`);
  });
}

const UNDECODABLE = 'has a % that must be written as %25';

/** The value itself is not shown: it may hold a password. */
export function optionalUrl(schemes: readonly string[], spec: { desc: string }) {
  return makeValidator<string>((input) => {
    if (input === '') return input;
    const url = URL.canParse(input) ? new URL(input) : null;
    if (url === null || !schemes.includes(url.protocol.slice(0, -1))) {
      throw new EnvError(
        `must be a URL that begins with ${schemes.map((s) => `${s}://`).join(' or ')}`,
      );
    }
    if (!isDecodable(url)) throw new EnvError(UNDECODABLE);
    if (url.protocol.startsWith('redis') && !/^\/?\d*$/.test(url.pathname)) {
      throw new EnvError('must end in the number of a database, or in none');
    }
    return input;
  })({ ...spec, default: '' });
}

/** The clients of these servers decode user, password and path, and end where they cannot. */
function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    return [username, password, pathname].map(decodeURIComponent).length > 0;
  } catch {
    return false;
  }
}

/** A text that `read` understands, which otherwise throws what is wrong with it, in words for a person. */
export function readableBy(read: (text: string) => unknown, spec: { desc: string }) {
  return makeValidator<string>((input) => {
    if (input !== '') read(input);
    return input;
  })({ ...spec, default: '' });
}

/** A PostgreSQL URL as `readDatabaseUrl` takes it, or nothing. */
export function databaseUrl(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    if (input === '') return input;
    if (!/^postgres(ql)?:\/\//i.test(input)) {
      throw new EnvError('must be a URL that begins with postgres:// or postgresql://');
    }
    try {
      const { connectionString } = readDatabaseUrl(input);
      if (!isDecodable(new URL(connectionString))) throw new EnvError(UNDECODABLE);
      return input;
    } catch (error) {
      if (error instanceof DatabaseUrlError) throw new EnvError(error.message);
      throw error;
    }
  })({ ...spec, default: '' });
}

/** Where merchants live is known to nobody but the operator. */
export function merchantUrl(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    const url = URL.canParse(input) ? new URL(input) : null;
    const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
    const isPlain = url !== null && isHttp && url.username + url.password === '';
    if (input === '' || (isPlain && input.split(UUID_PLACE).length === 2)) return input;
    throw new EnvError(
      `must be a URL with ${UUID_PLACE} in the place of the merchant's UUID, such as https://shops.example/shops/${UUID_PLACE}`,
    );
  })({ ...spec, default: '' });
}

/** Paths are put behind it, so nothing may follow its own path; credentials would end up in every href. */
export function baseUrl(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    if (input === '') return input;
    const url = URL.canParse(input) ? new URL(input) : null;
    const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
    if (url !== null && isHttp && !/[?#]/.test(input) && url.username + url.password === '') {
      return input;
    }
    throw new EnvError(
      'must be a URL that begins with http:// or https://, without query, fragment or password',
    );
  })({ ...spec, default: '' });
}

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** True of a host that only this machine reaches, as HOST or a URL writes it. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_HOST.test(host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
}

/** Who is logged in is decided there: by TLS, or on this machine. */
export function issuerUrl(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    if (input === '') return input;
    const url = URL.canParse(input) ? new URL(input) : null;
    const isPlain = url !== null && !/[?#]/.test(input) && url.username + url.password === '';
    if (isPlain && isSafeIssuer(url)) return input;
    throw new EnvError(
      'must be a URL that begins with https:// (http:// on loopback only), without query, fragment or password',
    );
  })({ ...spec, default: '' });
}

/** Times of at least 0 ms with commas between them; empty: none. */
export function moments(spec: { desc: string }) {
  return makeValidator<readonly number[]>((input) => {
    const list = input === '' ? [] : input.split(',').map(Number);
    if (list.every((one) => Number.isSafeInteger(one) && one >= 0)) return list;
    throw new EnvError('must be numbers of ms with commas between them');
  })({ default: [], ...spec });
}

/** An empty one would be the working directory, which nobody means. */
export function directory(spec: { default: string; desc: string }) {
  return makeValidator<string>((input) => {
    if (input.trim() !== '' && !/\p{Cc}/u.test(input)) return input;
    throw new EnvError('must be the path of a directory');
  })(spec);
}

/** Each exactly as browsers write it: anything else would silently allow nobody. */
export function origins(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    const named = listOf(input);
    const wrong = named.find((text) => !URL.canParse(text) || new URL(text).origin !== text);
    if (wrong === undefined) return named.join(',');
    throw new EnvError(
      `must be origins such as https://till.example, separated by commas, not "${wrong}"`,
    );
  })({ ...spec, default: '' });
}

/** The parts of a comma-separated setting. */
export function listOf(setting: string): string[] {
  return setting
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** A key of at least 32 bytes, or nothing. */
export function secret(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    if (input === '' || Buffer.byteLength(input) >= 32) return input;
    throw new EnvError('must have at least 32 bytes');
  })({ ...spec, default: '' });
}

/** What a reader sends in a header: at least 32 characters that it can hold, or nothing. */
export function bearer(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    if (input === '' || /^[!-~]{32,}$/.test(input)) return input;
    throw new EnvError('must have at least 32 bytes, all of them visible ASCII');
  })({ ...spec, default: '' });
}

/** A path such as /payServer, or nothing. */
export function routePrefix(spec: { default: string; desc: string }) {
  return makeValidator<string>((input) => {
    // Clients and proxies resolve "." and ".." away, so nobody could ever call such a path.
    if (input === '' || /^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/.test(input)) return input;
    throw new EnvError('must look like /payServer');
  })(spec);
}

/** A zone of the IANA database, by its exact name. */
export function timeZone(spec: { default: string; desc: string }) {
  return makeValidator<string>((input) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: input }).resolvedOptions().timeZone;
    } catch {
      throw new EnvError(`"${input}" is not an IANA time zone`);
    }
  })(spec);
}

/** What it says of people must not be read or changed on its way. */
function isSafeIssuer({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOST.test(hostname));
}
