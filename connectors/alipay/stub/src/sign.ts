/** `k=v` of every parameter that is not empty, those of `without` left out, sorted by name, joined by `&`; not encoded. */
export function signTextOf(
  parameters: Iterable<readonly [string, string]>,
  without: readonly string[],
): string {
  return [...parameters]
    .filter(([name, value]) => value !== '' && !without.includes(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
