import type { Client } from './client.ts';

/** An item of any list. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests read items of every shape
export type Item = Record<string, any>;

/** A page of any list. */
export interface PageBody {
  readonly href: string;
  readonly offset: number;
  readonly limit: number;
  readonly size: number;
  readonly items: Item[];
  readonly next?: string;
}

/**
 * Reads a list page by page, as a program would: along `next` until there is none.
 *
 * @param between runs after each page but the last
 * @throws {Error} when a page is not answered with 200, or there is no end to them
 */
export async function walkList(
  client: Client,
  path: string,
  between: (pages: readonly PageBody[]) => Promise<void> = async () => {},
): Promise<PageBody[]> {
  const pages: PageBody[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const { status, body } = await client.get(next);
    if (status !== 200) throw new Error(`${next}: ${status} ${JSON.stringify(body)}`);
    pages.push(body);
    if (pages.length > 500) throw new Error(`${path} has no end`);
    next = body.next === undefined ? undefined : pathOf(body.next);
    if (next !== undefined) await between(pages);
  }
  return pages;
}

/** Every item of a list, in its order. */
export async function readAll(client: Client, path: string): Promise<Item[]> {
  const separator = path.includes('?') ? '&' : '?';
  const pages = await walkList(client, `${path}${separator}limit=200`);
  return pages.flatMap((page) => page.items);
}

function pathOf(href: string): string {
  const { pathname, search } = new URL(href);
  return pathname + search;
}
