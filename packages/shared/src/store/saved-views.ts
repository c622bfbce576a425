import { newUuid } from '../domain/ids.ts';
import type { Database } from './database.ts';
import type { SavedView } from './generated/client.ts';
import { queryRows } from './sql.ts';

/** A list of the console with its filters, as the database holds it. */
export type SavedViewRow = SavedView;

/** Whose views: of one subject, within one merchant. */
export interface ViewOwner {
  readonly subject: string;
  /** '' for staff of all merchants */
  readonly merchantUUID: string;
}

/** Of one owner. */
export const MOST_VIEWS = 100;

/** All views of this owner, in the order in which they were saved. */
export async function listSavedViews(
  db: Database,
  { subject, merchantUUID }: ViewOwner,
): Promise<SavedViewRow[]> {
  return await queryRows<SavedViewRow>(db, {
    name: 'list-saved-views',
    text: `SELECT * FROM "SavedView" WHERE subject = $1 AND "merchantUUID" = $2 ORDER BY id LIMIT ${MOST_VIEWS}`,
    values: [subject, merchantUUID],
  });
}

// Two at once count the same: a few more than a hundred do no harm.
const INSERT_SQL = `
INSERT INTO "SavedView" (uuid, subject, "merchantUUID", name, path)
SELECT $1, $2, $3, $4, $5
WHERE (SELECT count(*) FROM "SavedView" WHERE subject = $2 AND "merchantUUID" = $3) < ${MOST_VIEWS}
RETURNING *`;

/** Saves a view; null when this owner has as many as it may. */
export async function insertSavedView(
  db: Database,
  { subject, merchantUUID }: ViewOwner,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<SavedViewRow | null> {
  const [row] = await queryRows<SavedViewRow>(db, {
    name: 'insert-saved-view',
    text: INSERT_SQL,
    values: [newUuid(), subject, merchantUUID, name, path],
  });
  return row ?? null;
}

/** Deletes a view of this owner and answers it; null when it has none with this uuid. */
export async function deleteSavedView(
  db: Database,
  { subject, merchantUUID }: ViewOwner,
  uuid: string,
): Promise<SavedViewRow | null> {
  const [row] = await queryRows<SavedViewRow>(db, {
    name: 'delete-saved-view',
    text: 'DELETE FROM "SavedView" WHERE uuid = $1 AND subject = $2 AND "merchantUUID" = $3 RETURNING *',
    values: [uuid, subject, merchantUUID],
  });
  return row ?? null;
}
