/** The id at the end of a link of the API, empty where there is no link. */
export function uuidOf(href: string | null): string {
  return href === null ? '' : (href.split('?')[0]?.split('/').at(-1) ?? '');
}
