import type { SavedView } from '@payserver/client';
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client.ts';

/** The saved views of the caller. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) => await answerOf(api.GET('/views', { signal })),
  staleTime: 30_000,
});

/** Saves a path of the console with its params under a name. */
export async function saveView(name: string, path: string): Promise<SavedView> {
  return await answerOf(api.POST('/views', { body: { name, path } }));
}

/** Forgets a view. */
export async function deleteView(uuid: string): Promise<void> {
  await answerOf(api.POST('/views/{uuid}/delete', { params: { path: { uuid } }, body: {} }));
}
