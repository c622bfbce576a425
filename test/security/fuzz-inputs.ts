import * as fc from 'fast-check';
import { type Operation, operationsOf, resolve } from '../support/openapi.ts';
import { type ByField, wrongFields } from './fuzz-fields.ts';
import { bases, headersOf, methods, rarely } from './fuzz-headers.ts';
import { bodyText, oddPair, oddText } from './fuzz-mutations.ts';
import {
  type Asked,
  bodyOf,
  type CallerName,
  escapeText,
  type FuzzInput,
  NOTICE,
  pathOf,
} from './fuzz-request.ts';
import { createValues } from './fuzz-values.ts';

/** Makes requests for every operation of the description. */
export interface FuzzInputs {
  /** most as the description says, the others wrong in a place or two, anywhere */
  readonly any: fc.Arbitrary<FuzzInput>;
  /** the same for one operation, by its key */
  readonly byOperation: ReadonlyMap<string, fc.Arbitrary<FuzzInput>>;
  /** wrong in this very field */
  readonly byField: ByField;
}

const callers = fc.oneof(
  { weight: 80, arbitrary: fc.constant('cashier' as const) },
  { weight: 12, arbitrary: fc.constant('operator' as const) },
  { weight: 8, arbitrary: fc.constant('stranger' as const) },
);
/** Operations that do the most are asked for the most; what only an operator may ask, mostly by the few calls of one. */
function weightOf({ key, operation }: Operation, caller: CallerName): number {
  if (caller === 'operator' && operation.tags.includes('Operator')) return 20;
  if (/^POST \/(pay|refund|batch)/.test(key)) return 8;
  return key.startsWith('POST') ? 4 : 2;
}

/** @param pools names of the fields and lists whose ids are known */
export function fuzzInputs(
  description: Parameters<typeof operationsOf>[0],
  pools: ReadonlySet<string>,
): FuzzInputs {
  const operations = operationsOf(description).filter(
    ({ isWebhook, operation }) => !isWebhook && !isEndless(operation),
  );
  const values = {
    cashier: createValues(description, pools, true),
    stranger: createValues(description, pools, true),
    // An operator may change every merchant's rows and all merchants' templates: it gets the ids of neither.
    operator: createValues(description, new Set([...pools].filter(isMerchants)), false),
  };
  const asked = (operation: Operation) => (caller: CallerName) => ({
    description,
    operation,
    caller,
    values: values[caller],
  });
  const inputs = (caller: CallerName) =>
    fc.oneof(
      ...operations.map((operation) => ({
        weight: weightOf(operation, caller),
        arbitrary: inputOf(asked(operation)(caller)),
      })),
    );
  const each = {
    cashier: inputs('cashier'),
    operator: inputs('operator'),
    stranger: inputs('stranger'),
  };
  const byField = operations.flatMap((operation) => [...wrongFields(asked(operation))]);
  const byOperation = operations.map((operation): [string, fc.Arbitrary<FuzzInput>] => [
    operation.key,
    callers.chain((caller) => inputOf(asked(operation)(caller))),
  ]);
  return {
    any: callers.chain((caller) => each[caller]),
    byOperation: new Map(byOperation),
    byField: new Map(byField),
  };
}

/** Its answer ends with its caller: nobody who waits for the end may ask. */
const isEndless = ({ responses }: Operation['operation']) =>
  responses[200]?.content['text/event-stream'] !== undefined;

const isMerchants = (pool: string) => pool !== 'payTemplateId';

function inputOf(asked: Asked): fc.Arbitrary<FuzzInput> {
  const { operation, caller } = asked;
  const [method = '', path = ''] = operation.key.split(' ');
  const base = path.startsWith('/health/') ? fc.constant('') : bases;
  return fc
    .record({
      base,
      path: anyPath(asked, path),
      query: queryOf(asked),
      method: rarely(fc.constant(method), methods, 3),
      body: anyBody(asked),
      headers: headersOf(operation.operation.requestBody !== undefined),
    })
    .map((made) => ({
      operation: operation.key,
      caller,
      method: made.method,
      path: made.base + made.path + made.query,
      headers: made.headers,
      body: made.method === 'HEAD' || made.method === 'GET' ? null : made.body,
    }));
}

function anyBody(asked: Asked): fc.Arbitrary<string | null> {
  const body = bodyOf(asked);
  return body === null
    ? rarely(fc.constant(null), fc.constantFrom('{}', 'x', ''), 3)
    : bodyText(body, 45);
}

function anyPath(asked: Asked, path: string): fc.Arbitrary<string> {
  const id = path.endsWith(NOTICE) ? NOTICE : '{uuid}';
  const odd = oddText.map((text) => path.replace(id, () => text));
  const plain = rarely(pathOf(asked, path), odd, 8);
  const ends = fc.constantFrom('/', '//', '/x', '%00', ';x', '.json', '/..', '%20');
  return rarely(
    plain,
    fc.tuple(plain, ends).map((parts) => parts.join('')),
    2,
  );
}

function queryOf({ description, operation: { operation }, values }: Asked): fc.Arbitrary<string> {
  const parameters = ((operation.parameters ?? []) as object[])
    .map((one) => resolve(description, one))
    .filter((one: { in: string }) => one.in === 'query');
  const pairs = parameters.map(({ name, schema }: { name: string; schema: object }) =>
    values.of(schema, name).map((value) => `${name}=${escapeText(String(value))}`),
  );
  // Half without any: most lists of parameters are refused, and each operation must be answered too.
  const none = fc.constant<string[]>([]);
  const some =
    pairs.length === 0
      ? none
      : fc.oneof(none, fc.array(fc.oneof(...pairs), { minLength: 1, maxLength: 3 }));
  const odd = fc.array(oddPair, { minLength: 1, maxLength: 2 });
  return rarely(
    some,
    fc.tuple(some, odd).map((lists) => lists.flat()),
    12,
  ).map((all) => (all.length === 0 ? '' : `?${all.join('&')}`));
}
