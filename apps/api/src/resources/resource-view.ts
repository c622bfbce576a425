import type { ParentKind } from '@payserver/shared/store/linked-rows';
import type { PageKey } from '@payserver/shared/store/page';
import type { TSchema } from 'typebox';
import type { ListRules } from '../http/list-query.ts';
import type { Tag } from '../http/schemas/operation.ts';
import type { Wire } from '../http/wire.ts';
import type { Expandable } from './expand.ts';

/** How the OpenAPI description speaks of a resource. */
interface ResourceWords {
  readonly tag: Tag;
  /** `PayOrder` in `listPayOrders` */
  readonly name: string;
  readonly one: string;
  readonly many: string;
  /** what else is to be said about the list */
  readonly about?: string;
  /** whether nobody else may read it */
  readonly isForOperators?: true;
}

/** Everything that turning rows of one kind into answers needs. */
export interface ResourceView<Row> {
  /** its collection's name in the path */
  readonly name: string;
  /** how `expand` knows it; null when nothing can be expanded */
  readonly kind: ParentKind | null;
  readonly words: ResourceWords;
  readonly item: TSchema;
  readonly rules: ListRules;
  readonly present: (wire: Wire, row: Row) => Expandable;
  readonly keyOf: (row: Row) => PageKey;
}

/** The place of a row in a list that is ordered by time: ids grow with it. */
export function keyById({ id }: { readonly id: number | bigint }): PageKey {
  return { id: String(id), uiOrder: null };
}
