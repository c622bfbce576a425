/**
 * The database URL with these settings (`-c name=value`) for each connection. The client lets a URL's own `options`
 * take the place of those that are given beside it; here they come last, and win where both say something.
 */
export function withServerSettings(url: string, settings: string): string {
  const whole = new URL(url);
  const own = whole.searchParams.get('options') ?? '';
  whole.searchParams.set('options', `${settings} ${own}`.trim());
  return whole.href;
}
