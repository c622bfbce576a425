import type { Choices } from '../support/random.ts';

/** Breaks bytes without knowing what they mean. */
type Noise = (bytes: Buffer, choices: Choices) => Buffer;

const place = (bytes: Buffer, { next }: Choices) => Math.floor(next() * (bytes.length + 1));
const range = (bytes: Buffer, choices: Choices) => {
  const [from, to] = [place(bytes, choices), place(bytes, choices)].toSorted((a, b) => a - b);
  return [from ?? 0, to ?? 0] as const;
};
const randomBytes = (length: number, { next }: Choices) =>
  Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));

/** By name, so that a test can tell that each was tried. */
export const NOISES: Readonly<Record<string, Noise>> = {
  flipped: (bytes, choices) => {
    const noisy = Buffer.from(bytes);
    const count = 1 + Math.floor(choices.next() * 8);
    for (let flip = 0; flip < count && noisy.length > 0; flip += 1) {
      noisy[Math.floor(choices.next() * noisy.length)] = Math.floor(choices.next() * 256);
    }
    return noisy;
  },
  cut: (bytes, choices) => bytes.subarray(0, place(bytes, choices)),
  removed: (bytes, choices) => {
    const [from, to] = range(bytes, choices);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  repeated: (bytes, choices) => {
    const [from, to] = range(bytes, choices);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  inserted: (bytes, choices) => {
    const at = place(bytes, choices);
    const noise = randomBytes(1 + Math.floor(choices.next() * 32), choices);
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  onlyNoise: (bytes, choices) => randomBytes(bytes.length, choices),
};

/** How other protocols greet. */
export const GREETINGS: readonly Buffer[] = [
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + 'r'.repeat(64),
  '\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00',
  'PRI * HTTP/2.0\r\n\r\n',
  'SSH-2.0-OpenSSH_9.9\r\n',
  'EHLO x\r\nMAIL FROM:<a@b>\r\n',
  'USER anonymous\r\nPASS x\r\n',
  '*1\r\n$4\r\nPING\r\n',
  'PING\r\n',
  '\x00\x00\x00\x08\x04\xd2\x16\x2f',
  '\x00\x00\x00\x21\x00\x03\x00\x00user\x00postgres\x00\x00',
  'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n',
  '\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\x7f\x00\x00\x01\x7f\x00\x00\x01\x00\x50\x00\x51',
  '\x05\x01\x00',
  '\x04\x01\x00\x50\x7f\x00\x00\x01\x00',
  'OPTIONS rtsp://x/y RTSP/1.0\r\nCSeq: 1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
  '<?xml version="1.0"?><x/>',
  '{"jsonrpc":"2.0","method":"x","id":1}\n',
  'GET /health/live\r\n',
  'GET /health/live\r\n\r\n',
  'GET\r\n\r\n',
  '\r\n\r\n\r\n\r\n',
  '\0'.repeat(1_000),
  '\n'.repeat(70_000),
  'A'.repeat(100_000),
  '() { :;}; echo x',
  '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58',
].map((text) => Buffer.from(text, 'latin1'));
