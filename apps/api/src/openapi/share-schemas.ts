import { isRecord } from '@payserver/shared/domain/said';

export type Json = Readonly<Record<string, unknown>>;

/** Names of schemas beside routes; a title of any other form is only a title. */
const NAME = /^[A-Z][A-Za-z]+$/;
/** Of our own validation; to others a free form is an object with any fields. */
const OWN_KEYWORD = 'x-freeForm';

/**
 * Puts every schema that has a name (its `title`) in one place, and a reference wherever it was, beside which
 * its description stays. @fastify/swagger makes references of its own (addSchema), but drops what is beside them.
 * A schema in `given` stands for all that have its name.
 *
 * @throws {Error} when two different schemas have the same name
 */
export function shareSchemas<Tree>(tree: Tree, given: Readonly<Record<string, Json>>) {
  const shared = new Map<string, Json>();
  const texts = new Map<string, string>();

  const share = (name: string, { description, ...schema }: Json): Json => {
    const { title: _title, ...content } = given[name] ?? schema;
    const text = JSON.stringify(content);
    // Nothing but the name: it stands for the schema that has it elsewhere.
    if (text !== '{}') {
      const isNew = !texts.has(name);
      if (!isNew && texts.get(name) !== text) throw new Error(`two schemas are called ${name}`);
      texts.set(name, text);
      if (isNew) shared.set(name, walkFields(content));
    }
    const $ref = `#/components/schemas/${name}`;
    return description === undefined ? { $ref } : { $ref, description };
  };
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (!isRecord(node)) return node;
    const { title } = node;
    return typeof title === 'string' && NAME.test(title) ? share(title, node) : walkFields(node);
  };
  const walkFields = ({ [OWN_KEYWORD]: _own, ...fields }: Json): Json => mapFields(fields, walk);

  const walked = walk(tree) as Tree;
  const byName = [...shared].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { tree: walked, schemas: Object.fromEntries(byName) };
}

/** The same names with what becomes of their values. */
export function mapFields<Value>(
  node: Readonly<Record<string, Value>>,
  map: (value: Value, name: string) => unknown,
): Json {
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, map(value, name)]));
}
