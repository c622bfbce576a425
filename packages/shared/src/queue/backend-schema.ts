import type { createPostgresBackend } from 'bullmq';

/**
 * These backends, with their tables in that schema. BullMQ takes the name with options of its own pool only; for a pool
 * that it is given it looks for its tables in `bullmq`, whatever the pool's connections say.
 */
export function inSchema(
  backends: typeof createPostgresBackend,
  schema: string,
): typeof createPostgresBackend {
  return (name, options, more) => {
    const backend = backends(name, options, more);
    const { connection } = backend as unknown as { connection: { schema: string } };
    Object.assign(connection, { schema });
    return Object.assign(backend, { schema });
  };
}
