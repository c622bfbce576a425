import { Ajv, type Options, type SchemaValidateFunction } from 'ajv';
import formats from 'ajv-formats';
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
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? forBodies : forTexts).compile(schema as object),
  );
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
