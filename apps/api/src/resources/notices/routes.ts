import { unwrap } from '@payserver/shared/domain/errors';
import type { TradeKind } from '@payserver/shared/domain/ids';
import { Type } from 'typebox';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { text } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { type NoticeDeps, takeNotice } from '../../use-cases/take-notice.ts';

const NoticeParams = Type.Object({
  tractionNo: Type.String({
    pattern: '^\\d{1,20}$',
    description: "The gateway's number: digits, 1 first for payments and 2 for refunds.",
  }),
  token: Type.String({
    minLength: 1,
    maxLength: 128,
    description: 'The credential of this one notice URL.',
  }),
});
/** What it describes is read from the bytes, as an answer is: a connector may say more, only what is known is read. */
const NoticeBody = Type.Object({}, { title: 'ConnectorAnswer', additionalProperties: true });
const NoticeAnswer = Type.Object(
  { ret: text('`success`: the notice was taken, or said what is known.') },
  { title: 'NoticeAnswer' },
);

const noticeOperation = (kind: 'Pay' | 'Refund', order: string): Operation => ({
  operationId: `take${kind}Notice`,
  summary: `Take a notice about a ${order}`,
  description:
    `Where a connector reports the end of a ${order}: its \`notifyUrl\`. The URL is the credential, so ` +
    'no bearer token is asked for. The body is that of an answer. Notices may come early, late and ' +
    'twice; one that repeats what is known changes nothing. Where the template has a `notifySecret`, ' +
    'it must be signed by Standard Webhooks.',
  tags: ['Notices'],
  security: [],
  'x-codes': [9000, 9401, 9429],
});

const ROUTES: ReadonlyArray<readonly [TradeKind, string, Operation]> = [
  ['pay', '/payInfo/:tractionNo/:token', noticeOperation('Pay', 'payment')],
  ['refund', '/refundInfo/:tractionNo/:token', noticeOperation('Refund', 'refund')],
];

/**
 * Where connectors send their notices (API document, `notifyUrl` of Pay 3 and Refund 2); the URL is the
 * credential, so no token of a caller is asked for.
 */
export function noticeRoutes(app: App, deps: NoticeDeps): void {
  for (const [kind, path, operation] of ROUTES) {
    const schema = {
      ...operation,
      params: NoticeParams,
      body: NoticeBody,
      response: { 200: answer(NoticeAnswer, 'Taken, or known already.'), ...ERROR_RESPONSES },
    };
    app.post(path, { schema, config: { readsRawBody: true } }, async (request) => {
      const rawBody = request.rawBody ?? Buffer.alloc(0);
      unwrap(
        await takeNotice(deps, { kind, ...request.params, rawBody, headers: request.headers }),
      );
      return { ret: 'success' };
    });
  }
}
