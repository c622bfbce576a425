import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { operationsOf, resolve } from '../support/openapi.ts';
import { sharedGateway } from '../support/shared-gateway.ts';

const gateway = sharedGateway();
const COMMITTED = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
);
const OPERATIONS = operationsOf(COMMITTED);
const OURS = OPERATIONS.filter(({ isWebhook }) => !isWebhook);

test('GET /openapi.json needs no token and is docs/openapi.json, with its servers from PUBLIC_URL', async () => {
  const { status, body } = await createClient(gateway.url, null).get('/openapi.json');
  expect(status).toBe(200);
  expect(body.servers[0].url).toBe(`${gateway.url}/api/v1.0.0`);
  expect(body.paths['/health/live'].servers[0].url).toBe(gateway.url);
  const moved = JSON.stringify(body).replaceAll(
    `"url":"${gateway.url}`,
    '"url":"http://localhost:6009',
  );
  expect(JSON.parse(moved)).toEqual(COMMITTED);
});

test('it is OpenAPI 3.1, and says each path once: the alias of the API is no second one', () => {
  expect(COMMITTED.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(COMMITTED.paths).filter((path) => /^\/(api|docs)/.test(path))).toEqual([]);
  expect(COMMITTED.paths).toHaveProperty(['/pay', 'post']);
});

test.each(OPERATIONS)(
  '$key has an id of its own, words, a tag, and says who may call it',
  (one) => {
    const { operationId, summary, description, tags, security } = one.operation;
    expect(OPERATIONS.filter(({ operation }) => operation.operationId === operationId)).toEqual([
      one,
    ]);
    expect([summary, description].every((text) => text.length > 3)).toBe(true);
    const known = COMMITTED.tags.map(({ name }: { name: string }) => name);
    expect(known).toEqual(expect.arrayContaining(tags));
    const isOpen = /health|Info|webhook/.test(one.key);
    expect(security).toEqual(isOpen ? [] : [{ bearerAuth: [] }]);
  },
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(COMMITTED, 'openapi.json');

/** What a body is, in the one form that it has. */
// oxlint-disable-next-line typescript/no-explicit-any -- a description is JSON of every shape
const mediaOf = ({ content }: { content: object }): any => Object.values(content)[0];

/** Every request and answer body of an operation, with its examples. */
function bodiesOf({ operation }: (typeof OPERATIONS)[number]) {
  const { requestBody, responses } = operation;
  const answers = Object.entries(responses).map(([status, answer]) => [status, answer] as const);
  const all = [...(requestBody ? [['request', requestBody] as const] : []), ...answers];
  return all.map(([what, body]) => ({
    what,
    ...mediaOf(resolve(COMMITTED, body)),
  }));
}

test.each(OPERATIONS)('every body of $key has examples, and each is valid by its schema', (one) => {
  for (const { what, schema, examples } of bodiesOf(one)) {
    expect([what, Object.keys(examples)]).not.toEqual([what, []]);
    const text = JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/');
    const validate = ajv.compile(JSON.parse(text));
    for (const [name, { value }] of Object.entries<{ value: unknown }>(examples)) {
      validate(value);
      expect([what, name, validate.errors ?? []]).toEqual([what, name, []]);
    }
  }
});

test.each(OURS)('$key says which codes it answers, each under its HTTP status', ({ operation }) => {
  const errors = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
  expect(errors.length).toBeGreaterThan(0);
  for (const [status, answer] of errors) {
    const { examples } = resolve(COMMITTED, answer).content['application/json'];
    for (const { value } of Object.values<{ value: { statusCode?: number } }>(examples)) {
      expect(value.statusCode ?? Number(status)).toBe(Number(status));
    }
  }
});

test('every parameter, and every field of every schema, says what it means', () => {
  const parameters = OPERATIONS.flatMap(({ key, operation }) =>
    (operation.parameters ?? []).map((parameter: object) => [key, resolve(COMMITTED, parameter)]),
  );
  const fields = Object.entries<{ properties?: object }>(COMMITTED.components.schemas).flatMap(
    ([name, { properties }]) =>
      Object.entries(properties ?? {}).map(([field, schema]) => [`${name}.${field}`, schema]),
  );
  const silent = [...parameters, ...fields].filter(([, one]) => !one.description && !one.$ref);
  expect(silent.map(([name, one]) => `${name} ${one.name ?? ''}`)).toEqual([]);
});
