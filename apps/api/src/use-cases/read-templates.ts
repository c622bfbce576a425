import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import {
  findTemplate,
  listTemplates,
  type PayModeTemplateRow,
  type TemplateFilter,
} from '@payserver/shared/store/templates';
import type { ListQuery, ReadDeps } from './read-deps.ts';

export type TemplateQuery = Omit<TemplateFilter, keyof CreatedRange>;

/** Templates belong to nobody: everyone who may call sees all of them. */
export async function readTemplates(
  deps: ReadDeps,
  query: Omit<ListQuery<TemplateQuery>, 'merchant'>,
): Promise<Page<PayModeTemplateRow>> {
  return await listTemplates(deps.db, { ...query.filter, ...query.created }, query.page);
}

/** One template. Refusals: 9003. */
export async function readTemplate(
  deps: ReadDeps,
  uuid: string,
): Promise<Result<PayModeTemplateRow>> {
  const row = await findTemplate(deps.db, uuid);
  return row === null ? refused(9003, 'no such payModeTemplate') : done(row);
}
