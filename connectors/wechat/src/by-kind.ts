/** A function for each kind of a verdict: none can be forgotten. */
export type ByKind<V extends { readonly kind: string }, C, R> = {
  readonly [K in V['kind']]: (verdict: Extract<V, { readonly kind: K }>, context: C) => R;
};

/** Calls the function of this verdict's kind. */
export function byKind<V extends { readonly kind: string }, C, R>(
  table: ByKind<V, C, R>,
  verdict: V,
  context: C,
): R {
  const handle = table[verdict.kind as V['kind']] as (one: V, context: C) => R;
  return handle(verdict, context);
}
