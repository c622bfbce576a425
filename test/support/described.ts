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
  const { message } = (body ?? {}) as { message?: string };
  // Under another prefix than the gateway's the same path is no operation.
  if (route === undefined || message === 'no such route') return null;
  const { responses } = route.operation;
  const said = () => `${route.key} answered ${status} ${JSON.stringify(body)}`;
  if (responses[status] === undefined) return `${said()}, a status that it is not described with`;
  const { content } = resolve(DESCRIPTION, responses[status]);
  const [[media, answer]] = Object.entries<Answer>(content) as [[string, Answer]];
  // Of text only its form is described.
  if (media.startsWith('text/')) return typeof body === 'string' ? null : `${said()}, not as text`;
  const problem = problemOf(`${route.key} ${status}`, answer, { status, body });
  return problem === null ? null : said() + problem;
}

interface Answer {
  readonly schema: object;
  readonly examples: Readonly<Record<string, { readonly value: { readonly code?: number } }>>;
}

function problemOf(
  key: string,
  { schema, examples }: Answer,
  { status, body }: Pick<Exchange, 'status' | 'body'>,
): string | null {
  const validate = validatorOf(key, schema);
  if (!validate(body)) return `: ${ajv.errorsText(validate.errors)}`;
  const { code } = (body ?? {}) as { code?: number };
  const codes = Object.values(examples).map(({ value }) => value.code);
  const isKnown = status < 400 || code === undefined || codes.includes(code);
  return isKnown ? null : ', a code that it is not described with';
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
