/** One operation of a description. */
export interface Operation {
  /** `POST /pay`, `POST webhook payUrl` */
  readonly key: string;
  /** what we call, not what calls us */
  readonly isWebhook: boolean;
  // oxlint-disable-next-line typescript/no-explicit-any -- a description is JSON of every shape
  readonly operation: any;
}

const METHOD = /^(get|post|put|patch|delete)$/;

/** Every operation of an OpenAPI description, its webhooks last. */
export function operationsOf(description: {
  readonly paths: object;
  readonly webhooks: object;
}): Operation[] {
  const read = (items: object, isWebhook: boolean) =>
    Object.entries(items).flatMap(([path, item]) =>
      Object.entries(item as object)
        .filter(([method]) => METHOD.test(method))
        .map(([method, operation]) => {
          const key = `${method.toUpperCase()} ${isWebhook ? 'webhook ' : ''}${path}`;
          return { key, isWebhook, operation };
        }),
    );
  return [...read(description.paths, false), ...read(description.webhooks, true)];
}

/** What this leads to when it is a reference into the description, else itself. */
// oxlint-disable-next-line typescript/no-explicit-any -- a description is JSON of every shape
export function resolve(description: object, node: any): any {
  if (typeof node.$ref !== 'string') return node;
  const names: string[] = node.$ref.split('/').slice(1);
  // oxlint-disable-next-line typescript/no-explicit-any -- a description is JSON of every shape
  return names.reduce((at: any, name) => at[name], description);
}
