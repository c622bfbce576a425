import type { Whoami } from '@payserver/client';
import { useQuery } from '@tanstack/react-query';
import { optionsQuery, whoamiQuery } from './session.ts';

/** Who is logged in; every page behind the log-in has it loaded before it is shown. */
export function useWhoami(): Whoami {
  const { data } = useQuery(whoamiQuery);
  if (data === undefined) throw new Error('a page was shown before the log-in was known');
  return data;
}

/** The gateway's TIME_ZONE. */
export function useTimeZone(): string {
  const whoami = useQuery({ ...whoamiQuery, enabled: false });
  const options = useQuery({ ...optionsQuery, enabled: false });
  return whoami.data?.gateway.timeZone ?? options.data?.timeZone ?? 'UTC';
}

export type Permission = Whoami['permissions'][number];
export type Role = Whoami['role'];

/** Whether the caller may do this: the API decides, this only explains. */
export function useMay(permission: Permission): boolean {
  return useWhoami().permissions.includes(permission);
}
