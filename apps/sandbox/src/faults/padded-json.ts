import { Readable } from 'node:stream';

const CHUNK = Buffer.alloc(1 << 16, 'x');

/** The answer as JSON with a field of so many MiB at its end, made as it is read. */
export function paddedJson(answer: object, mebibytes: number): Readable {
  return Readable.from(parts(answer, mebibytes * 16), { objectMode: false });
}

function* parts(answer: object, chunks: number): Generator<Buffer> {
  yield Buffer.from(`${JSON.stringify(answer).slice(0, -1)},"padding":"`);
  for (let sent = 0; sent < chunks; sent += 1) yield CHUNK;
  yield Buffer.from('"}');
}
