export type Json = Readonly<Record<string, unknown>>;

const PREFIX = '#/components/schemas/';
/** Names of schemas beside routes; a title of any other form is only a title. */
const NAME = /^[A-Z][A-Za-z]+$/;

/**
 * Puts every schema that has a name (its `title`) in one place and refers to it from wherever it was, so
 * that a description says each thing once. A schema in `given` stands for all that have its name.
 *
 * @throws {Error} when two different schemas have the same name
 */
export function shareSchemas<Tree>(tree: Tree, given: Readonly<Record<string, Json>>) {
  const shared = new Map<string, Json>();
  const seen = new Map<string, string>();

  const keep = (name: string, schema: Json): Json => {
    const { title: _title, ...content } = given[name] ?? schema;
    const text = JSON.stringify(content);
    // Nothing but the name: it stands for the schema that has it elsewhere.
    if (text === '{}') return { $ref: PREFIX + name };
    const before = seen.get(name);
    if (before !== undefined && before !== text) throw new Error(`two schemas are called ${name}`);
    if (before === undefined) {
      seen.set(name, text);
      shared.set(name, walkFields(content));
    }
    return { $ref: PREFIX + name };
  };
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (!isRecord(node)) return node;
    const { title } = node;
    return typeof title === 'string' && NAME.test(title) ? keep(title, node) : walkFields(node);
  };
  const walkFields = (node: Json): Json =>
    Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)]));

  const walked = walk(tree) as Tree;
  const byName = [...shared].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { tree: walked, schemas: Object.fromEntries(byName) as Record<string, Json> };
}

/** Whether it is an object with named fields. */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
