/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a server wrote on one connection. */
export interface WireAnswers {
  /** final ones; `100 Continue` and its like are not among them */
  readonly answers: readonly WireAnswer[];
  /** bytes that are no whole answer; null when there are none */
  readonly rest: string | null;
}

/**
 * Takes apart what a server wrote on one connection, as a strict client would: the length of each answer is
 * what its headers say.
 *
 * @param isHead whether the answer at this place is to a HEAD, which has no body whatever its length says
 */
export function readAnswers(
  bytes: Buffer,
  isHead: (at: number) => boolean = () => false,
): WireAnswers {
  const answers: WireAnswer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n\r\n', at);
    const head = end === -1 ? null : readHead(bytes.toString('latin1', at, end));
    if (head === null) break;
    const length = hasBody(head.status, isHead(answers.length))
      ? Number(head.headers.get('content-length') ?? Number.NaN)
      : 0;
    const next = end + 4 + length;
    if (!(next <= bytes.length)) break;
    if (head.status >= 200) answers.push({ ...head, text: bytes.toString('utf8', end + 4, next) });
    at = next;
  }
  return { answers, rest: at < bytes.length ? bytes.toString('latin1', at) : null };
}

function hasBody(status: number, isHead: boolean): boolean {
  return !isHead && status >= 200 && status !== 204 && status !== 304;
}

function readHead(head: string): Pick<WireAnswer, 'status' | 'headers'> | null {
  const [line = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1];
  const pairs = lines.map((one) => /^([\w-]+): ?(.*)$/.exec(one));
  if (status === undefined || pairs.includes(null)) return null;
  const headers = new Headers();
  for (const pair of pairs) headers.append(pair?.[1] ?? '', pair?.[2] ?? '');
  return { status: Number(status), headers };
}
