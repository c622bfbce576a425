import type { BodyKind } from './body-fields.ts';
import { type WrongValue, wrongValues } from './wrong-values.ts';

export type Body = Readonly<Record<string, unknown>>;

/** A body with one thing wrong, as it is sent, and what the refusal's message must begin with. */
export interface BadBody {
  readonly what: string;
  readonly json: string;
  readonly field: string;
}

/**
 * Every way to spoil one field of this body: another type, a limit passed, a value nothing can keep, and
 * missing, unknown, repeated and dangerous names. Left alone, the body must be one that is accepted.
 */
export function badBodies(body: Body, kind: BodyKind): BadBody[] {
  return [...badShapes(body, kind), ...unstorable(body, kind)];
}

/** Those whose JSON is fine by itself. */
function badShapes(body: Body, { fields, required }: BodyKind): BadBody[] {
  const spoiled = wrongFields(body, fields).filter(({ json }) => isPlainJson(json));
  const missing = required.map((field) => {
    const { [field]: _, ...rest } = body;
    return { what: `${field} missing`, json: JSON.stringify(rest), field };
  });
  const names = ['surprise', 'constructor', 'toString', 'ID', ''];
  const unknown = names.map((field) => ({
    what: `unknown "${field}"`,
    json: JSON.stringify({ ...body, [field]: 1 }),
    // The message can name an empty name only by where it stands.
    field: field === '' ? 'the' : field,
  }));
  return [...spoiled, ...missing, ...unknown];
}

/** Those whose JSON says what cannot be stored as it is said. */
function unstorable(body: Body, { fields }: BodyKind): BadBody[] {
  const spoiled = wrongFields(body, fields).filter(({ json }) => !isPlainJson(json));
  const twice = Object.keys(body).map((field) => ({
    what: `${field} twice`,
    json: `${JSON.stringify(body).slice(0, -1)},"${field}":${JSON.stringify(body[field])}}`,
    field,
  }));
  const escaped = Object.keys(body).map((field) => ({
    what: `${field} twice, once escaped`,
    json: `{"\\u00${field.charCodeAt(0).toString(16)}${field.slice(1)}":1,${JSON.stringify(body).slice(1)}`,
    field,
  }));
  const proto = '__proto__';
  const rest = Object.keys(body).length === 0 ? '}' : `,${JSON.stringify(body).slice(1)}`;
  const dangerous = [
    { what: proto, json: `{"${proto}":{}${rest}`, field: proto },
    { what: proto, json: `{"__proto\\u005f_":1${rest}`, field: proto },
  ];
  return [...spoiled, ...twice, ...escaped, ...dangerous];
}

function wrongFields(body: Body, fields: BodyKind['fields']): BadBody[] {
  const wrong = Object.entries(fields).flatMap(([name, kind]) =>
    wrongValues(name, kind).map((value) => ({ name, value })),
  );
  return wrong.map(({ name, value }) => ({
    what: `${name}: ${value.what}`,
    json: withRaw(body, name, value),
    field: value.field,
  }));
}

/** The body's JSON with this text, which need be no JSON of ours, as the value of one field. */
function withRaw(body: Body, name: string, { raw }: WrongValue): string {
  const marker = '@@raw@@';
  return JSON.stringify({ ...body, [name]: marker }).replace(`"${marker}"`, () => raw);
}

/** Whether this JSON says nothing that would be rounded, dropped or cannot be stored. */
function isPlainJson(json: string): boolean {
  const isSame = JSON.stringify(JSON.parse(json)) === json;
  return isSame && !/\\u0000|\\u[dD][89a-fA-F]|__proto__/.test(json);
}
