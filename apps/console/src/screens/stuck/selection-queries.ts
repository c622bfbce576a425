import type { SelectionForecast } from '@payserver/client';
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { STEP } from './run-state.ts';

/** What is known of a selection. */
export function selectionKey(uuid: string): readonly string[] {
  return ['selection', uuid];
}

/** A selection and how far it is. */
export function selectionQuery(uuid: string) {
  return queryOptions({
    queryKey: selectionKey(uuid),
    queryFn: async ({ signal }) => {
      const params = { path: { uuid } };
      return await answerOf(api.GET('/selections/{uuid}', { params, signal }));
    },
  });
}

/** What the next step would do; it changes nothing. */
export function dryRunQuery(uuid: string) {
  return queryOptions({
    queryKey: ['selection-dry-run', uuid],
    queryFn: async ({ signal }) => {
      const init = {
        params: { path: { uuid } },
        body: { dryRun: 1 as const, limit: STEP },
        signal,
      };
      return (await answerOf(api.POST('/selections/{uuid}/ask', init))) as SelectionForecast;
    },
    staleTime: 0,
  });
}
