import type { createPostgresBackend } from 'bullmq';
import { warnOfUnknownInside } from '../runtime/unknown-inside.ts';

/** The part of BullMQ's backend, and of its connection, that remembers the schema. */
interface InSchema {
  readonly connection?: { readonly schema?: unknown };
}

/**
 * These backends, with their tables in that schema. BullMQ takes the name with options of its own pool only; for a pool
 * that it is given it looks for its tables in `bullmq`, whatever the pool's connections say. Warns where a backend
 * keeps the name elsewhere: its queues then find no tables, and the sweep processes the orders.
 */
export function inSchema(
  backends: typeof createPostgresBackend,
  schema: string,
): typeof createPostgresBackend {
  return (name, options, more) => {
    const backend = backends(name, options, more);
    const { connection }: InSchema = backend;
    if (connection?.schema === schema) return backend;
    if (typeof connection?.schema !== 'string') {
      warnOfUnknownInside(
        "The schema in BullMQ's backend",
        `queues look for their tables in another one than ${schema}, and the sweep does their work`,
      );
      return backend;
    }
    Object.assign(connection, { schema });
    return Object.assign(backend, { schema });
  };
}
