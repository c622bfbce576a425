/** What every answer of the API says, to any request: a browser may not guess, keep, frame or embed it. */
const EXPECTED: Readonly<Record<string, RegExp>> = {
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'cache-control': /^no-store$/,
  // Below /docs it says besides what the reference may load from its own origin.
  'content-security-policy': /^default-src 'none';(?=.* frame-ancestors 'none')/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-resource-policy': /^same-origin$/,
};

/** Which of them are missing or other ones, with what is there instead. */
export function missingHeaders(headers: Headers): string[] {
  return Object.entries(EXPECTED)
    .filter(([name, value]) => !value.test(headers.get(name) ?? ''))
    .map(([name]) => `${name}: ${headers.get(name)}`);
}
