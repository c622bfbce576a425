import { maskConnectorParams, maskSecret } from './mask.ts';

/** What an order knows of its secrets. */
export interface OrderSecrets {
  /** masked */
  readonly payParams: unknown;
  /** as they were sent; null when there are none, or none any more */
  readonly paySecrets: unknown;
  /** what its connector knows of the merchant; what is called a secret in it is one */
  readonly connectorParams: unknown;
}

/** Of a payment that nobody knows. */
export const NO_SECRETS: OrderSecrets = { payParams: {}, paySecrets: null, connectorParams: null };

/** A payment barcode as connectors quote it: WeChat 10-15…, Alipay 25-30…, UnionPay 62…. */
const BARCODE = /(?<!\d)(?:1[0-5]|2[5-9]|30|62)\d{10,18}(\d{4})(?!\d)/g;
/** The end of a notifyUrl, which is all that a notice needs. */
const NOTICE_TOKEN = /((?:pay|refund)Info\/\d{1,20}\/)[\w-]+/g;
/** Masked wherever they occur, a shorter one only where it stands alone. */
const LEAST_INSIDE = 4;
/** Long enough to be written in groups, as card numbers are. */
const LEAST_GROUPED = 8;
/** How {@link maskSecret} shows a long one. */
const SHOWN_END = /^\*{3}(.{4})$/s;
/** A number in groups, or a word. */
const WORD = /\d[\d -]*\d|\S+/g;

/**
 * The same text without the secrets of this order: each is masked as it is in `payParams`, and so is whatever looks
 * like a payment barcode or a notifyUrl. Once the order has forgotten its secrets, a word that ends as a long one did
 * is masked; a short one (up to 8 characters) cannot be recognised any more.
 */
export function redactText(text: string, order: OrderSecrets): string {
  // First: the end of a secret may be the beginning of the number in it.
  const said = text.replace(NOTICE_TOKEN, '$1***');
  const ofMerchant = order.connectorParams ?? {};
  const named = secretTexts(maskConnectorParams(ofMerchant, []), ofMerchant);
  const ofOrder = order.paySecrets === null ? [] : secretTexts(order.payParams, order.paySecrets);
  const known = maskKnown(said, [...named, ...ofOrder]);
  const masked = order.paySecrets === null ? maskEnds(known, order) : known;
  return masked.replace(BARCODE, '***$1');
}

function maskKnown(text: string, texts: readonly string[]): string {
  const secrets = [...new Set(texts)].filter((one) => one !== '');
  // A secret that is part of another one would leave the rest of it.
  return secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replace(patternOf(secret), () => maskSecret(secret)), text);
}

/** What was sent wherever something else is shown. */
function secretTexts(shown: unknown, sent: unknown): string[] {
  if (sent === null || shown === sent) return [];
  if (!isObject(sent)) return [typeof sent === 'string' ? sent : JSON.stringify(sent)];
  const inner = isObject(shown) ? (key: string) => shown[key] : () => undefined;
  return Object.entries(sent).flatMap(([key, value]) => secretTexts(inner(key), value));
}

function patternOf(secret: string): RegExp {
  const ungrouped = secret.replaceAll(/[ -]/g, '');
  if (ungrouped.length >= LEAST_GROUPED) return pattern(lettersOf(ungrouped).join('[ -]*'));
  const whole = lettersOf(secret).join('');
  if (secret.length >= LEAST_INSIDE) return pattern(whole);
  return pattern(`(?<![\\p{L}\\p{N}])${whole}(?![\\p{L}\\p{N}])`);
}

function lettersOf(text: string): string[] {
  return Array.from(text, (letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'giu');
}

function maskEnds(text: string, { payParams }: OrderSecrets): string {
  const ends = shownEnds(payParams);
  if (ends.length === 0) return text;
  return text.replace(WORD, (word) => {
    const at = Math.max(...ends.map((end) => word.lastIndexOf(end)));
    return at > LEAST_INSIDE ? `***${word.slice(at)}` : word;
  });
}

function shownEnds(shown: unknown): string[] {
  if (isObject(shown)) return Object.values(shown).flatMap(shownEnds);
  const end = typeof shown === 'string' ? SHOWN_END.exec(shown)?.[1] : undefined;
  return end === undefined ? [] : [end];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
