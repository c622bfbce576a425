import * as fc from 'fast-check';
import { JSON_TYPE } from './fuzz-headers.ts';
import { oddText, spoiledText } from './fuzz-mutations.ts';
import {
  type Asked,
  bodyOf,
  type CallerName,
  type FuzzInput,
  NOTICE,
  pathOf,
} from './fuzz-request.ts';
import { fieldsOf } from './tenancy-cells.ts';

type FieldLocation = 'path' | 'query' | 'header' | 'body';

/** Requests that are right but for one field, by operation and field: `POST /pay body payAmount`. */
export type ByField = ReadonlyMap<string, fc.Arbitrary<FuzzInput>>;

/** Of one operation, for those who may ask it: whoever may not is refused before anything is read. */
export function wrongFields(asked: (caller: CallerName) => Asked): ByField {
  const { description, operation } = asked('cashier');
  const entries = fieldsOf(description, operation).map(([at, name]) => {
    const inputs = (['cashier', 'operator'] as const).map((caller) =>
      wrongField(asked(caller), at, name),
    );
    return [`${operation.key} ${at} ${name}`, fc.oneof(...inputs)] as const;
  });
  return new Map(entries);
}

function wrongField(asked: Asked, at: FieldLocation, name: string): fc.Arbitrary<FuzzInput> {
  const { operation, caller } = asked;
  const [method = '', path = ''] = operation.key.split(' ');
  const right = pathOf(asked, path);
  const body = bodyOf(asked);
  const type: FuzzInput['headers'] = body === null ? [] : [['content-type', JSON_TYPE]];
  const made = {
    path: at === 'path' ? wrongPath(path, name) : right,
    query: at === 'query' ? oddText.map((odd) => `?${name}=${odd}`) : fc.constant(''),
    headers:
      at === 'header'
        ? oddText.map((odd): FuzzInput['headers'] => [...type, [name.toLowerCase(), odd]])
        : fc.constant(type),
    body: body === null ? fc.constant(null) : textOf(body, at === 'body' ? name : null),
  };
  return fc.record(made).map((one) => ({
    operation: operation.key,
    caller,
    method,
    path: `/api/v1.0.0${one.path}${one.query}`,
    headers: one.headers,
    body: one.body,
  }));
}

const textOf = (body: fc.Arbitrary<object>, wrong: string | null) =>
  wrong === null ? body.map((value) => JSON.stringify(value)) : spoiledText(body, wrong);

function wrongPath(path: string, name: string): fc.Arbitrary<string> {
  if (!path.endsWith(NOTICE)) return oddText.map((odd) => path.replace('{uuid}', () => odd));
  const number = fc.nat(999).map((place) => `~own.payTractionNo.${place}~`);
  const token = fc.constant('A'.repeat(43));
  const parts = name === 'token' ? fc.tuple(number, oddText) : fc.tuple(oddText, token);
  return parts.map((both) => path.replace(NOTICE, () => both.join('/')));
}
