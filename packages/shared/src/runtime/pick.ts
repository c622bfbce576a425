/**
 * The fields of an object that have a name in `like`, and no others; what is absent stays absent. A new field of `like`
 * is picked too, without another list of names.
 */
export function pick<From extends object, Name extends keyof From>(
  from: From,
  like: { readonly [Field in Name]: unknown },
): Pick<From, Name> {
  const picked = { ...from };
  for (const name of Object.keys(picked)) {
    if (!Object.hasOwn(like, name)) Reflect.deleteProperty(picked, name);
  }
  return picked;
}

/** The fields of an object without these. */
export function omit<From extends object, Name extends keyof From>(
  from: From,
  ...names: readonly Name[]
): Omit<From, Name> {
  const rest = { ...from };
  for (const name of names) Reflect.deleteProperty(rest, name);
  return rest;
}
