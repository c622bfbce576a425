/**
 * The database URL with these settings (`name=value`) for each connection. The client lets a URL's own `options`
 * take the place of those that are given beside it; here they come last, and win where both say something.
 */
export function withServerSettings(url: string, settings: readonly string[]): string {
  const whole = new URL(url);
  const own = whole.searchParams.get('options') ?? '';
  const ours = settings.map((setting) => `-c ${setting}`).join(' ');
  whole.searchParams.set('options', `${ours} ${own}`.trim());
  return whole.href;
}
