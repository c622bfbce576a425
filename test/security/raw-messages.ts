import { type Choices, seededChoices } from '../support/random.ts';
import type { RawMessage } from '../support/raw-socket.ts';
import { MUTATIONS } from './raw-mutations.ts';
import { GREETINGS, NOISES } from './raw-noise.ts';
import { goodRequests, type RawRequest, type RawScene, toBytes } from './raw-requests.ts';
import { smuggled } from './raw-smuggling.ts';

/** A message that may be no HTTP, and what was done to it. */
export interface Malformed extends RawMessage {
  readonly what: string;
}

/** Every number of a payment that must never be begins so. */
export const SMUGGLED = 'smuggled';

type Named = readonly [string, Buffer];
type Make = (scene: RawScene, choices: Choices, at: number) => Named;

const good = (scene: RawScene, { pick }: Choices, at: number): RawRequest =>
  pick(goodRequests(scene, `raw-${at}`));

function mutate(request: RawRequest, names: readonly string[], choices: Choices): Named {
  const broken = names.reduce((one, name) => MUTATIONS[name]?.(one, choices) ?? one, request);
  return [names.join(' '), toBytes(broken)];
}

function mutated(scene: RawScene, choices: Choices, at: number): Named {
  const count = choices.pick([1, 1, 1, 2, 3]);
  const names = Array.from({ length: count }, () => choices.pick(Object.keys(MUTATIONS)));
  return mutate(good(scene, choices, at), names, choices);
}

function noisy(bytes: Buffer, name: string, choices: Choices): Named {
  return [name, NOISES[name]?.(bytes, choices) ?? bytes];
}

const anyNoise = ({ pick }: Choices) => pick(Object.keys(NOISES));

/** Kinds of messages, the more frequent ones more than once. */
const KINDS: ReadonlyArray<readonly [string, Make]> = [
  ['good', (scene, choices, at) => ['', toBytes(good(scene, choices, at))]],
  ...Array.from({ length: 4 }, () => ['mutated', mutated] as const),
  [
    'noisy',
    (scene, choices, at) => noisy(toBytes(good(scene, choices, at)), anyNoise(choices), choices),
  ],
  [
    'mutated and noisy',
    (scene, choices, at) => noisy(mutated(scene, choices, at)[1], anyNoise(choices), choices),
  ],
  [
    'pipelined',
    (scene, choices, at) => {
      const parts = Array.from({ length: choices.pick([2, 3, 5, 20]) }, (_, part) =>
        choices.next() < 0.7
          ? toBytes(good(scene, choices, at * 100 + part))
          : mutated(scene, choices, at * 100 + part)[1],
      );
      return [`${parts.length}`, Buffer.concat(parts)];
    },
  ],
  [SMUGGLED, (scene, { pick }, at) => pick(smuggled(scene, `${SMUGGLED}${at}`))],
  ['greeting', (_scene, { pick }) => ['', pick(GREETINGS)]],
];

/** One of each way there is, which the sequence begins with. */
function eachWay(scene: RawScene, choices: Choices, at: number): readonly (() => Named)[] {
  return [
    ...smuggled(scene, `${SMUGGLED}${at}`).map(([what, bytes]): (() => Named) => () => [
      `${SMUGGLED} ${what}`,
      bytes,
    ]),
    ...Object.keys(MUTATIONS).map(
      (name) => () => mutate(good(scene, choices, at), [name], choices),
    ),
    ...Object.keys(NOISES).map(
      (name) => () => noisy(toBytes(good(scene, choices, at)), name, choices),
    ),
    ...GREETINGS.map((bytes, which) => (): Named => [`greeting ${which}`, bytes]),
  ];
}

/** How many ways there are to break a message, each of which is among the first ones. */
export const waysToBreak = (scene: RawScene) => eachWay(scene, seededChoices(0), 0).length;

/**
 * The message at this place of the sequence that `seed` begins: the same one whenever it is asked for. One that
 * is smuggled is never changed besides, or it could become two requests that are well made.
 */
export function malformedAt(scene: RawScene, seed: number, at: number): Malformed {
  const choices = seededChoices(seed * 1_000_003 + at);
  const [what, bytes] = eachWay(scene, choices, at)[at]?.() ?? any(scene, choices, at);
  if (what.startsWith(SMUGGLED)) return { what, pieces: [bytes], after: 'listen' };
  const after = choices.pick([
    'listen',
    'listen',
    'listen',
    'listen',
    'halfClose',
    'reset',
  ] as const);
  return { what, pieces: inPieces(bytes, choices), after };
}

function any(scene: RawScene, choices: Choices, at: number): Named {
  const [kind, make] = choices.pick(KINDS);
  const [detail, bytes] = make(scene, choices, at);
  return [`${kind} ${detail}`, bytes];
}

const MAX_PIECES = 400;

/** Whole, in a few pieces, or byte by byte. */
function inPieces(bytes: Buffer, choices: Choices): Buffer[] {
  const way = choices.pick(['whole', 'whole', 'few', 'few', 'bytes']);
  if (way === 'whole' || bytes.length === 0) return [bytes];
  const size = way === 'few' ? 1 + Math.floor(choices.next() * bytes.length) : 1;
  const step = Math.max(size, Math.ceil(bytes.length / MAX_PIECES));
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += step) pieces.push(bytes.subarray(at, at + step));
  return pieces;
}
