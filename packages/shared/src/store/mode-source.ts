/** Modes `m`, each with its template `t` where it was opened from one. */
export const MODES_AND_TEMPLATES =
  '"PayMode" m LEFT JOIN "PayModeTemplate" t ON t."payTemplateId" = m."payTemplateId"';

/**
 * A column of the connector's side, in a statement over {@link MODES_AND_TEMPLATES}: the template's where there is
 * one, so that a connector which moves is registered once, the mode's own otherwise.
 */
export function ownOrTemplates(column: string): string {
  return `CASE WHEN t.id IS NULL THEN m."${column}" ELSE t."${column}" END`;
}
