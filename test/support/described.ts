import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { operationsOf, resolve } from './openapi.ts';

const DESCRIPTION = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(DESCRIPTION, 'openapi.json');

const ROUTES = operationsOf(DESCRIPTION)
  .filter(({ isWebhook }) => !isWebhook)
  .map(({ key, operation }) => {
    const [method, path = ''] = key.split(' ');
    const pattern = path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+');
    return { key, method, pattern: new RegExp(`^${pattern}$`), operation };
  });

/** What a gateway answered, and to what. */
export interface Exchange {
  readonly method: string;
  /** below the API, or below the origin when it begins with `/api` */
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/**
 * What the description of the API does not foresee in this answer, or null: a status or an error code that
 * the operation never answers, or a body that its schema refuses. Paths that are no operation are no
 * business of the description.
 */
export function undescribed({ method, path, status, body }: Exchange): string | null {
  const plain = path.replace(/[?#].*$/, '').replace(/^\/api\/v1(\.0\.0)?(?=\/)/, '');
  const route = ROUTES.find((one) => one.method === method && one.pattern.test(plain));
  const { code, message } = (body ?? {}) as { code?: number; message?: string };
  // Under another prefix than the gateway's the same path is no operation.
  if (route === undefined || message === 'no such route') return null;
  const { responses } = route.operation;
  const said = () => `${route.key} answered ${status} ${JSON.stringify(body)}`;
  if (responses[status] === undefined) return `${said()}, a status that it is not described with`;
  const { content } = resolve(DESCRIPTION, responses[status]);
  const json = content['application/json'];
  if (json === undefined && typeof body === 'string') return null;
  if (json === undefined) return `${said()}, which is not JSON by its description`;
  const { schema, examples } = json;
  const validate = validatorOf(`${route.key} ${status}`, schema);
  if (!validate(body)) return `${said()}: ${ajv.errorsText(validate.errors)}`;
  const codes = Object.values<{ value: { code?: number } }>(examples).map(
    ({ value }) => value.code,
  );
  const isKnown = status < 400 || code === undefined || codes.includes(code);
  return isKnown ? null : `${said()}, a code that it is not described with`;
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(key: string, schema: object): ValidateFunction {
  const known = validators.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/');
  const validate = ajv.compile(JSON.parse(text));
  validators.set(key, validate);
  return validate;
}
