/** A JSON value whose numbers stay text: amounts and order numbers pass through no float. */
export type JsonText = string | boolean | null | readonly JsonText[] | JsonObject;
/** Without a prototype: no name means anything. */
export interface JsonObject {
  readonly [name: string]: JsonText;
}

/** A member of the outermost object, and where its value stands in the text. */
export interface Member {
  readonly name: string;
  readonly value: JsonText;
  readonly start: number;
  readonly end: number;
}

const MAX_DEPTH = 32;
const SPACE = /[ \t\n\r]*/y;
// In runs, not sign by sign: a long text would be a long way back.
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  members(): readonly Member[] {
    const members = this.#object(0);
    this.#skip();
    if (this.#at !== this.#text.length) throw new SyntaxError('more than one value');
    return members;
  }

  #object(depth: number): Member[] {
    const members: Member[] = [];
    const names = new Set<string>();
    this.#expect('{');
    if (this.#has('}')) return members;
    do {
      this.#skip();
      const name = this.#string();
      // Another reader could understand it in another way.
      if (names.has(name)) throw new SyntaxError('a name occurs twice');
      names.add(name);
      this.#expect(':');
      this.#skip();
      const start = this.#at;
      const value = this.#value(depth + 1);
      members.push({ name, value, start, end: this.#at });
    } while (this.#has(','));
    this.#expect('}');
    return members;
  }

  #value(depth: number): JsonText {
    if (depth > MAX_DEPTH) throw new SyntaxError('nested too deep');
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === '{') return objectOf(this.#object(depth));
    if (first === '[') return this.#array(depth);
    if (first === 't' || first === 'f' || first === 'n') {
      const word = this.#take(WORD);
      return word === 'null' ? null : word === 'true';
    }
    return this.#take(NUMBER);
  }

  #array(depth: number): JsonText[] {
    const items: JsonText[] = [];
    this.#expect('[');
    if (this.#has(']')) return items;
    do {
      this.#skip();
      items.push(this.#value(depth + 1));
    } while (this.#has(','));
    this.#expect(']');
    return items;
  }

  #string(): string {
    return JSON.parse(this.#take(STRING)) as string;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) throw new SyntaxError('no JSON');
    this.#at += found.length;
    return found;
  }

  #skip(): void {
    this.#take(SPACE);
  }

  #has(sign: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#has(sign)) throw new SyntaxError(`no ${sign}`);
  }
}

/** The members as an object. */
export function objectOf(members: readonly Pick<Member, 'name' | 'value'>[]): JsonObject {
  const object = Object.create(null) as Record<string, JsonText>;
  for (const { name, value } of members) object[name] = value;
  return object;
}

/**
 * The members of a JSON object in their order, with the exact places of their values: a signature is over those bytes, with
 * their escapes and blanks (research C1). Null: no JSON object, a name twice in one object, nested too deep.
 */
export function readMembers(text: string): readonly Member[] | null {
  try {
    return new Reader(text).members();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
