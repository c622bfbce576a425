import { unwrap } from '@payserver/shared/domain/errors';
import { type Static, Type } from 'typebox';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { described, text, UuidParams, wireTime } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import type { Wire } from '../../http/wire.ts';
import { deleteView, readViews, saveView } from '../../use-cases/saved-views.ts';
import { AskBody } from '../ask-order.ts';
import type { ResourceDeps } from '../resource-routes.ts';

const MAX_NAME = 64;
const MAX_PATH = 2_048;
const NAME = 'What you call it.';
const PATH = 'A page of the console, with its filters.';

/** Body of POST views. */
const ViewBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: MAX_NAME,
      pattern: '^[^\\u0000]+$',
      description: NAME,
    }),
    // On this origin: `//` would be another one.
    path: Type.String({
      maxLength: MAX_PATH,
      pattern: '^/(?:[^/\\\\\\u0000][^\\u0000]*)?$',
      description: PATH,
    }),
  },
  { title: 'ViewRequest', additionalProperties: false },
);

const ViewResource = Type.Object(
  {
    uuid: text('The id of the view.'),
    name: text(NAME),
    path: text(PATH),
    createdAt: wireTime('When it was saved.'),
  },
  { title: 'SavedView' },
);
type ViewResource = Static<typeof ViewResource>;

const Views = Type.Object(
  { items: described(Type.Array(ViewResource), 'All of them, in the order they were saved.') },
  { title: 'SavedViewList' },
);

const CREATED = 201;
const about = (operationId: string, summary: string, description: string): Operation => ({
  operationId,
  summary,
  description,
  tags: ['Console'],
});

/** Views of the console's lists that a person saved for itself. */
export function viewRoutes(app: App, deps: ResourceDeps): void {
  const list = {
    ...about('listViews', 'List your saved views', 'Those of your subject, at most 100.'),
    response: { 200: answer(Views, 'The views.'), ...ERROR_RESPONSES },
  };
  app.get('/views', { schema: list }, async ({ caller }) => {
    const rows = await readViews(deps, caller);
    return { items: rows.map((row) => presentView(deps.wire, row)) };
  });
  const save = {
    ...about('saveView', 'Save a view', 'At most 100 of one subject (9004).'),
    body: ViewBody,
    response: { [CREATED]: answer(ViewResource, 'The view.'), ...ERROR_RESPONSES },
  };
  app.post('/views', { schema: save }, async ({ caller, body }, reply) => {
    const row = unwrap(await saveView(deps, caller, body));
    return await reply.code(CREATED).send(presentView(deps.wire, row));
  });
  const remove = {
    ...about('deleteView', 'Delete a view', "Another's is not found (9003)."),
    params: UuidParams,
    body: AskBody,
    response: { 200: answer(ViewResource, 'The view that was deleted.'), ...ERROR_RESPONSES },
  };
  app.post('/views/:uuid/delete', { schema: remove }, async ({ caller, params }) =>
    presentView(deps.wire, unwrap(await deleteView(deps, caller, params.uuid))),
  );
}

function presentView(
  wire: Wire,
  { uuid, name, path, createdAt }: { uuid: string; name: string; path: string; createdAt: Date },
): ViewResource {
  return { uuid, name, path, createdAt: wire.time(createdAt) };
}
