import type { Connection } from './connection.ts';
import { listsOf } from './lists.ts';
import { onAccountOf } from './on-account.ts';
import { openingsOf } from './openings.ts';
import { prepaidOf } from './prepaid.ts';

/** Everything that the shop itself does with its books. */
export type Admin = ReturnType<typeof adminOf>;

/** The shop's own operations on these books. */
export function adminOf(connection: Connection) {
  return {
    ...openingsOf(connection),
    ...prepaidOf(connection),
    ...onAccountOf(connection),
    ...listsOf(connection),
  };
}
