import { useQuery } from '@tanstack/react-query';
import { NumberText } from '../../components/number-text.tsx';
import { endpointNamesQuery } from './notify-queries.ts';

/** What an endpoint is called, or its URL; of one that is gone its uuid. */
export function EndpointName({ uuid }: { readonly uuid: string }) {
  const names = useQuery(endpointNamesQuery).data;
  return <NumberText value={names?.[uuid] ?? uuid} />;
}
