import { queryOptions } from '@tanstack/react-query';
import { answerOf, pendingApi } from './client.ts';
import type { View as SavedView } from './pending-types.ts';

export type View = SavedView;

/** The saved views of the caller. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) => await answerOf(pendingApi.GET('/views', { signal })),
  staleTime: 30_000,
});

/** Saves a path of the console with its params under a name. */
export async function saveView(name: string, path: string): Promise<View> {
  return await answerOf(pendingApi.POST('/views', { body: { name, path } }));
}

/** Forgets a view. */
export async function deleteView(uuid: string): Promise<void> {
  await answerOf(pendingApi.POST('/views/{uuid}/delete', { params: { path: { uuid } }, body: {} }));
}
