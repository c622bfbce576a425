/** Shapes of routes that the API's description does not have yet; each goes when it has it. */
export interface View {
  uuid: string;
  name: string;
  path: string;
}

interface Get<T, Query = Record<string, unknown>> {
  parameters: { query?: Query; header?: never; path?: never; cookie?: never };
  get: {
    parameters: { query?: Query; header?: never; path?: never; cookie?: never };
    requestBody?: never;
    responses: { 200: { headers: never; content: { 'application/json': T } } };
  };
}

interface Post<T, Body, Path = never> {
  post: {
    parameters: { query?: never; header?: never; path: Path; cookie?: never };
    requestBody: { content: { 'application/json': Body } };
    responses: { 200: { headers: never; content: { 'application/json': T } } };
  };
}

type Nothing = Record<string, never>;

export interface PendingPaths {
  '/views': Get<{ items: View[] }> & {
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { 'application/json': { name: string; path: string } } };
      responses: { 201: { headers: never; content: { 'application/json': View } } };
    };
  };
  '/views/{uuid}/delete': Post<unknown, Nothing, { uuid: string }>;
}
