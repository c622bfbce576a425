import type { Behaviour } from './behaviour.ts';
import { FAULTS } from './faults-table.ts';
import { NOTICES } from './notices-table.ts';
import { OUTCOMES } from './outcomes.ts';

/** Every behaviour, in the order of the codes' groups. */
const CATALOGUE: readonly Behaviour[] = [...OUTCOMES, ...FAULTS, ...NOTICES];

/** A behaviour with its number, ready to be done. */
export interface Chosen {
  /** as it was asked for */
  readonly text: string;
  readonly behaviour: Behaviour;
  readonly argument: number;
  /** of `failTimes:N:...`: up to this POST the fault is forced, afterwards all is well */
  readonly failTimes: number | null;
}

/** A behaviour's name or number that nobody can follow; answered as 400. */
class UnknownBehaviourError extends Error {
  override readonly name = 'UnknownBehaviourError';
  readonly statusCode = 400;
}

const byName = new Map(CATALOGUE.map((behaviour) => [behaviour.name, behaviour]));
const byCode = new Map(CATALOGUE.map((behaviour) => [behaviour.code, behaviour]));

/** The longest wait: an hour. A typo must not leave a timer for a month. */
const MAX_ARGUMENT = 3_600_000;

/**
 * Understands `name`, `name:number` and `failTimes:N:name[:number]`.
 *
 * @throws {UnknownBehaviourError} saying what is wrong with the text
 */
export function parseBehaviour(text: string): Chosen {
  const times = /^failTimes:(\d{1,4}):(.+)$/.exec(text);
  if (times === null) return parsePlain(text);
  const [, count = '', inner = ''] = times;
  const chosen = parsePlain(inner);
  if (chosen.behaviour.fault !== undefined) return { ...chosen, text, failTimes: Number(count) };
  throw new UnknownBehaviourError(`failTimes needs a fault such as hang, and "${inner}" is none`);
}

/** The behaviour that the last four digits of a payBarCode stand for; null when they are ordinary. */
export function behaviourOfBarCode(payBarCode: string): string | null {
  return byCode.get(payBarCode.slice(-4))?.name ?? null;
}

function parsePlain(text: string): Chosen {
  const [name = '', number, ...rest] = text.split(':');
  const behaviour = byName.get(name);
  if (behaviour === undefined || rest.length > 0) {
    throw new UnknownBehaviourError(`no behaviour "${text}"; GET /sandbox lists them`);
  }
  return { text, behaviour, argument: parseArgument(behaviour, number), failTimes: null };
}

function parseArgument(behaviour: Behaviour, text: string | undefined): number {
  if (text === undefined) return behaviour.defaultArgument ?? 0;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  const isAllowed = behaviour.defaultArgument !== undefined && value <= MAX_ARGUMENT;
  if (isAllowed) return value;
  throw new UnknownBehaviourError(`"${behaviour.name}" does not take "${text}"`);
}

/** The table of behaviours as data, for programs. */
export function describeBehaviours() {
  return CATALOGUE.map(({ name, code, description, effect, defaultArgument }) => ({
    code,
    name: defaultArgument === undefined ? name : `${name}:${defaultArgument}`,
    effect,
    description,
  }));
}

/** The same table for a person at a terminal. */
export function describeInText(slugs: readonly string[]): string {
  const rows = describeBehaviours().map(({ code, name, description }) => {
    return `${code}  ${name.padEnd(28)} ${description}`;
  });
  return [
    'PayServer sandbox connectors',
    `Connectors: ${slugs.map((slug) => `/sandbox/${slug}/{pay,refund,query,cancel,checkEnv}`).join('\n            ')}`,
    '',
    'A payment chooses its behaviour by the last four digits of payParams.payBarCode, or by name in',
    'payParams.sandbox ("runThenNotice:300"); a refund by clientExtraParams.sandbox. The number after',
    'the colon may be left out. "failTimes:2:hang" does a fault twice and then behaves.',
    '',
    ...rows,
    '',
  ].join('\n');
}
