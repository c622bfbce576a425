import { apiBase } from '../app/page-meta.ts';

/** Where the browser downloads a list as CSV: all rows of its filters, with headings in this language. */
export function exportUrl(
  resource: string,
  query: Readonly<Record<string, string>>,
  language: string,
): string {
  const { orderBy: _order, ...filters } = query;
  const params = new URLSearchParams({ ...filters, lang: language });
  return `${apiBase()}/exports/${resource}?${params.toString()}`;
}
