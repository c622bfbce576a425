import type { Choices } from '../support/random.ts';
import { CHUNKED, EOLS, HEADERS, METHODS, NASTY, TARGETS, VERSIONS } from './raw-parts.ts';
import type { RawRequest } from './raw-requests.ts';

/** Breaks one part of a request. */
export type Mutate = (request: RawRequest, choices: Choices) => RawRequest;

const insert = (text: string, at: number, piece: string) =>
  text.slice(0, at) + piece + text.slice(at);
const somewhere = (text: string, { next }: Choices) => Math.floor(next() * (text.length + 1));

/** One header more, before, between or behind the others. */
function addHeader(request: RawRequest, choices: Choices, line: string): RawRequest {
  const at = Math.floor(choices.next() * (request.headers.length + 1));
  return { ...request, headers: request.headers.toSpliced(at, 0, line) };
}

/** By name, so that a test can tell that each was tried. */
export const MUTATIONS: Readonly<Record<string, Mutate>> = {
  method: (request, { pick }) => ({ ...request, method: pick(METHODS) }),
  version: (request, { pick }) => ({ ...request, version: pick(VERSIONS) }),
  target: (request, { pick }) => ({ ...request, target: pick(TARGETS) }),
  absoluteForm: (request, { pick }) => ({
    ...request,
    target: `${pick(['http://x', 'http://x:99999', 'HTTP://X', 'https://127.0.0.1', 'http://x@y', '//x'])}${request.target}`,
  }),
  targetByte: (request, choices) => ({
    ...request,
    target: insert(request.target, somewhere(request.target, choices), choices.pick(NASTY)),
  }),
  header: (request, choices) => addHeader(request, choices, choices.pick(HEADERS)),
  twoHeaders: (request, choices) =>
    addHeader(addHeader(request, choices, choices.pick(HEADERS)), choices, choices.pick(HEADERS)),
  headerByte: (request, choices) => {
    const at = Math.floor(choices.next() * request.headers.length);
    const line = request.headers[at] ?? '';
    const broken = insert(line, somewhere(line, choices), choices.pick(NASTY));
    return { ...request, headers: request.headers.toSpliced(at, 1, broken) };
  },
  headerTwice: (request, choices) =>
    addHeader(request, choices, choices.pick(['', ...request.headers])),
  headerGone: (request, choices) => {
    const at = Math.floor(choices.next() * request.headers.length);
    return { ...request, headers: request.headers.toSpliced(at, 1) };
  },
  manyHeaders: (request, { next }) => ({
    ...request,
    headers: [
      ...request.headers,
      ...Array.from({ length: Math.floor(next() * 3_000) }, (_, at) => `X${at}: ${at}`),
    ],
  }),
  chunks: (request, { pick }) => ({
    ...request,
    headers: [
      ...request.headers.filter((line) => !/^(content-l|transfer)/i.test(line)),
      'Transfer-Encoding: chunked',
    ],
    body: pick(CHUNKED),
  }),
  chunkByte: (request, choices) => ({
    ...request,
    body: insert(request.body, somewhere(request.body, choices), choices.pick(NASTY)),
  }),
  length: (request, { next }) => ({
    ...request,
    headers: request.headers.map((line) =>
      line.startsWith('Content-Length')
        ? `Content-Length: ${Math.floor(next() * 2 * request.body.length)}`
        : line,
    ),
  }),
  lineEnds: (request, { pick }) => ({ ...request, eol: pick(EOLS) }),
  noRequestLine: (request) => ({ ...request, method: '', target: '', version: '' }),
};
