import { apiBase } from '../app/page-meta.ts';

/** Where the browser downloads a list as CSV: all rows of its filters in its order, with headings in this language. */
export function exportUrl(
  resource: string,
  query: Readonly<Record<string, string>>,
  language: string,
): string {
  const params = new URLSearchParams({ ...query, lang: language });
  return `${apiBase()}/exports/${resource}?${params.toString()}`;
}
