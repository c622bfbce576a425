/** The fields of a flat document, as text. */
export type Fields = Readonly<Record<string, string>>;

const MAX_FIELDS = 500;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

const DECLARATION = /^\s*<\?xml[^<>]*\?>/;
const ROOT = /^\s*<([A-Za-z_][\w.-]*)>([\s\S]*)<\/\1>\s*$/;
const FIELD = /\s*<([A-Za-z_][\w.-]*)(?:\/>|>((?:<!\[CDATA\[[\s\S]*?\]\]>|[^<])*)<\/\1>)\s*/y;

/**
 * Reads one element whose children hold text: all that V2 answers ever are. No DTD, no attributes, no comments, no
 * entities but the five that XML has by itself: what holds one is no such document, so none of them can be expanded. Null:
 * it is none, or a name stands in it twice.
 */
export function readXml(bytes: Uint8Array): Fields | null {
  const text = decode(bytes)?.replace(DECLARATION, '');
  const content = ROOT.exec(text ?? '')?.[2];
  return content === undefined ? null : fieldsOf(content.trim());
}

function fieldsOf(content: string): Fields | null {
  const fields = new Map<string, string>();
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < content.length) {
    const [, name, raw = ''] = FIELD.exec(content) ?? [];
    const value = name === undefined || fields.has(name) ? null : valueOf(raw);
    if (name === undefined || value === null || fields.size >= MAX_FIELDS) return null;
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/g;

/** Null: an entity that XML itself does not know. */
function valueOf(raw: string): string | null {
  let value = '';
  let at = 0;
  for (const match of raw.matchAll(CDATA)) {
    const before = unescapeXml(raw.slice(at, match.index));
    if (before === null) return null;
    value += before + (match[1] ?? '');
    at = match.index + match[0].length;
  }
  const rest = unescapeXml(raw.slice(at));
  return rest === null ? null : value + rest;
}

function unescapeXml(text: string): string | null {
  let isWrong = false;
  const plain = text.replace(/&([^;&\s]{0,10};?)/g, (_all, name: string) => {
    const found = name.endsWith(';') ? ENTITIES[name.slice(0, -1)] : undefined;
    if (found === undefined) isWrong = true;
    return found ?? '';
  });
  return isWrong ? null : plain;
}

/** Writes what {@link readXml} reads: values in CDATA, which hides nothing and needs no escaping but of its own end. */
export function writeXml(fields: Fields): string {
  const lines = Object.entries(fields).map(
    ([name, value]) =>
      `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`,
  );
  return `<xml>${lines.join('')}</xml>`;
}
