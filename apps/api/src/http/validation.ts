import { Ajv, type Options, type SchemaValidateFunction, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import fastJsonStringify, { type Schema } from 'fast-json-stringify';
import type { App } from './app.ts';
import { freeFormProblem } from './free-form.ts';

/** Unions of types are how "text or null" is written. */
const COMMON: Options = { strict: true, allowUnionTypes: true, allErrors: false };

/**
 * Validates bodies as they are: no coercion ("50" is no amount), nothing unknown removed, no default
 * filled in. Queries and paths are text by nature, so there numbers are read and defaults applied.
 */
export function validateStrictly(app: App): void {
  const forBodies = createAjv({ ...COMMON, coerceTypes: false, removeAdditional: false });
  const forTexts = createAjv({ ...COMMON, coerceTypes: true, useDefaults: true });
  const ofBodies = onceForEach((schema) => forBodies.compile(schema));
  const ofTexts = onceForEach((schema) => forTexts.compile(schema));
  app.setValidatorCompiler(({ schema, httpPart }) =>
    validateLazily(schema as object, httpPart === 'body' ? ofBodies : ofTexts),
  );
}

/** Writes answers as Fastify does by default, compiled as late as {@link validateStrictly} compiles. */
export function serializeLazily(app: App): void {
  const compiled = onceForEach((schema) => fastJsonStringify(schema as Schema));
  app.setSerializerCompiler(
    ({ schema }) =>
      (answer: unknown) =>
        compiled(schema as object)(answer),
  );
}

/**
 * At a schema's first use, and once for all routes that share it. All of them at the start took half of its time, and
 * most processes never use most of them.
 */
function onceForEach<Compiled>(compile: (schema: object) => Compiled) {
  const compiled = new WeakMap<object, Compiled>();
  return (schema: object): Compiled => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const made = compile(schema);
    compiled.set(schema, made);
    return made;
  };
}

type Lazily<Compiled> = (schema: object) => Compiled;

/** Fastify reads what was wrong from the function that it called. */
function validateLazily(schema: object, compiled: Lazily<ValidateFunction>) {
  const validate = (value: unknown): boolean => {
    const compiledOnce = compiled(schema);
    const isValid = compiledOnce(value);
    validate.errors = compiledOnce.errors ?? null;
    return isValid;
  };
  validate.errors = null as NonNullable<ValidateFunction['errors']> | null;
  return validate;
}

function createAjv(options: Options): Ajv {
  const ajv = new Ajv(options);
  formats.default(ajv);
  ajv.addKeyword({
    keyword: 'x-freeForm',
    type: 'object',
    schemaType: 'boolean',
    errors: true,
    validate: validateFreeForm,
  });
  return ajv;
}

const validateFreeForm: SchemaValidateFunction = (_schema: unknown, value: object) => {
  const problem = freeFormProblem(value);
  validateFreeForm.errors =
    problem === null ? [] : [{ keyword: 'x-freeForm', message: problem, params: {} }];
  return problem === null;
};
