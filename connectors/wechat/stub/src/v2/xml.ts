const ELEMENT = /^\s*<([a-zA-Z_][\w.-]*)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/;
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
};

/** The fields of `<xml><name>value</name>…</xml>`; null for anything else: deeper, with attributes, a DTD, broken. */
export function readXml(body: Buffer): ReadonlyMap<string, string> | null {
  const inner = /^\s*<xml>([\s\S]*)<\/xml>\s*$/.exec(decode(body) ?? '')?.[1];
  return inner === undefined ? null : readElements(inner);
}

function readElements(inner: string): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  let rest = inner;
  for (let match = ELEMENT.exec(rest); match !== null; match = ELEMENT.exec(rest)) {
    const [whole, name = '', cdata, plain = ''] = match;
    const value = cdata ?? unescape(plain);
    if (value === null || fields.has(name)) return null;
    fields.set(name, value);
    rest = rest.slice(whole.length);
  }
  return rest.trim() === '' ? fields : null;
}

function decode(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function unescape(text: string): string | null {
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) return null;
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** A flat document; every value in CDATA. */
export function writeXml(fields: Readonly<Record<string, string>>, root = 'xml'): Buffer {
  const lines = Object.entries(fields).map(
    ([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return Buffer.from(`<${root}>\n${lines.join('\n')}\n</${root}>`);
}
