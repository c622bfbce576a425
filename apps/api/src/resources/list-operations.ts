import type { Operation } from '../http/schemas/operation.ts';
import type { ResourceView } from './resource-view.ts';

type Named = Pick<ResourceView<never>, 'name' | 'words'>;

const PAGES =
  'Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter ' +
  'is an error (9004), not silence.';

function plural(name: string): string {
  return `${name.replace(/y$/, 'ie')}s`;
}

/** What OpenAPI says of a list. A foreign merchant may not be named where rows have one (9403). */
export function listOperation({ words, rules }: ResourceView<never>): Operation {
  const about = words.about === undefined ? '' : `${words.about} `;
  return {
    operationId: `list${plural(words.name)}`,
    summary: `List ${words.many}`,
    description: `A page of the ${words.many} that you may see. ${about}${PAGES}`,
    tags: [words.tag],
    ...(rules.isOwned && { 'x-codes': [9403] as const }),
  };
}

/** What OpenAPI says of one resource. */
export function oneOperation({ words }: Named): Operation {
  return {
    operationId: `get${words.name}`,
    summary: `Get one ${words.one}`,
    description: `The ${words.one} with this \`uuid\`. Another merchant's is not found (9003).`,
    tags: [words.tag],
    ...(words.isForStaff && { 'x-codes': [9403] as const }),
  };
}

/** What OpenAPI says of a list below another resource. */
export function listBelowOperation(parent: Named, { name, words }: Named): Operation {
  return {
    operationId: `list${plural(words.name)}Of${parent.words.name}`,
    summary: `List the ${words.many} of one ${parent.words.one}`,
    description: `The same list as \`/${name}\`, of this ${parent.words.one} alone. ${PAGES}`,
    tags: [words.tag],
    'x-codes': [9403],
  };
}
