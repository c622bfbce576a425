import { answerProblem, elementsOf } from '../support/answer-problem.ts';
import type { HttpPool, PlainAnswer, PlainRequest } from '../support/http-pool.ts';
import { fillIn } from './fuzz-pools.ts';
import { type FuzzInput, NUMBER_OF_PATH } from './fuzz-request.ts';
import type { FuzzWorld } from './fuzz-world.ts';

/** An input with its place among all of them, from which its new numbers and its token follow. */
export interface Numbered {
  readonly at: number;
  readonly input: FuzzInput;
}

/** What was sent for an input, and what came back. */
export interface Exchange {
  readonly request: PlainRequest;
  readonly answer: PlainAnswer;
}

/** Sends an input to this world; what it calls a new number begins with `prefix`. */
export async function sendInput(
  { pool, world }: { readonly pool: HttpPool; readonly world: FuzzWorld },
  { at, input }: Numbered,
  prefix: string,
): Promise<Exchange> {
  let fresh = 0;
  const fill = (text: string) => fillIn(text, world.pools, () => `${prefix}-${at}-${(fresh += 1)}`);
  const tokens = world.tokens[input.caller];
  const token = tokens[at % tokens.length] ?? '';
  const authorization = token === '' ? [] : [['authorization', `Bearer ${token}`] as const];
  // What cannot stand in a path is escaped.
  const path = fill(input.path).replace(/[^!-~]/g, encodeURIComponent);
  const number = /\d{15,}/.exec(path)?.[0] ?? '';
  const body = input.body === null ? null : fill(input.body.replaceAll(NUMBER_OF_PATH, number));
  const headers = [...authorization, ...input.headers];
  const request = { method: input.method, path, headers, body };
  return { request, answer: await pool.send(request) };
}

/** What is wrong with an answer to this caller, or null: see {@link answerProblem}, and rows of another merchant. */
export function problemWith(
  world: FuzzWorld,
  { caller }: FuzzInput,
  { request, answer }: Exchange,
): string | null {
  const problem = answerProblem({ ...request, ...answer });
  return problem ?? (caller === 'operator' ? null : leakOf(world, request, answer.text));
}

/** An id that the request names may come back in words. */
function leakOf(world: FuzzWorld, request: PlainRequest, text: string): string | null {
  const [hidden] = text.match(world.hidden) ?? [];
  if (hidden !== undefined) return `shows ${hidden}`;
  const said = `${request.path} ${String(request.body)}`;
  const shown = (text.match(world.foreign) ?? []).find((id) => !said.includes(id));
  return shown === undefined ? null : `shows ${shown}`;
}

/** How a request was refused, or null when anything of it was accepted: a batch is when each of its elements is. */
export function refusalOf({ status, text }: PlainAnswer): string | null {
  if (status >= 400) return String(status);
  const elements = text.startsWith('{') ? elementsOf(JSON.parse(text)) : [];
  const areRefused = elements.length > 0 && elements.every(({ statusCode }) => statusCode >= 400);
  return areRefused ? 'batch' : null;
}
