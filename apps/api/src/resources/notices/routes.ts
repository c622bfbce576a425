import { unwrap } from '@payserver/shared/domain/errors';
import type { TradeKind } from '@payserver/shared/domain/ids';
import { Type } from 'typebox';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/schemas/error.ts';
import { type NoticeDeps, takeNotice } from '../../use-cases/take-notice.ts';

const NoticeParams = Type.Object({
  tractionNo: Type.String({ pattern: '^\\d{1,20}$' }),
  token: Type.String({ minLength: 1, maxLength: 128 }),
});
/** What it describes is read from the bytes, as an answer is: a connector may say more, only what is known is read. */
const NoticeBody = Type.Object({}, { title: 'ConnectorAnswer', additionalProperties: true });
const NoticeAnswer = Type.Object({ ret: Type.String() }, { title: 'NoticeAnswer' });

const ROUTES: ReadonlyArray<readonly [TradeKind, string]> = [
  ['pay', '/payInfo/:tractionNo/:token'],
  ['refund', '/refundInfo/:tractionNo/:token'],
];

/**
 * Where connectors send their notices (API document, `notifyUrl` of Pay 3 and Refund 2); the URL is the
 * credential, so no token of a caller is asked for.
 */
export function noticeRoutes(app: App, deps: NoticeDeps): void {
  const schema = {
    params: NoticeParams,
    body: NoticeBody,
    response: { 200: NoticeAnswer, ...ERROR_RESPONSES },
  };
  for (const [kind, path] of ROUTES) {
    app.post(path, { schema, config: { readsRawBody: true } }, async (request) => {
      const rawBody = request.rawBody ?? Buffer.alloc(0);
      unwrap(
        await takeNotice(deps, { kind, ...request.params, rawBody, headers: request.headers }),
      );
      return { ret: 'success' };
    });
  }
}
