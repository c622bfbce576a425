import type { RequestListener } from 'node:http';
import { readCall } from '../http/listen.ts';
import { type Answer, type Call, jsonAnswer } from '../http/types.ts';
import { ControlError, type Controlled } from './controlled.ts';
import { phonePage } from './phone-page.ts';
import { ROUTES } from './routes.ts';

/** The control API: on loopback and a port of its own; JSON in, JSON out. */
export function createControl(controlled: Controlled): RequestListener {
  return (req, res) => {
    readCall(req)
      .then(async (call) => await answer(controlled, call))
      .catch((error: unknown) =>
        error instanceof ControlError
          ? jsonAnswer(error.status, { error: error.message })
          : jsonAnswer(500, { error: error instanceof Error ? error.message : String(error) }),
      )
      .then(({ status, headers, body }) => res.writeHead(status, headers).end(body))
      .catch(() => res.destroy());
  };
}

async function answer(controlled: Controlled, call: Call): Promise<Answer> {
  refuseOtherPages(call);
  if (call.path === '/' || call.path === '/phone') {
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    return { status: 200, headers, body: Buffer.from(phonePage()) };
  }
  const route = ROUTES[`${call.method} ${call.path}`];
  if (route === undefined) throw new ControlError('there is no such control call', 404);
  controlled.world.bank.settleDue();
  return jsonAnswer(200, await route(controlled, bodyOf(call), call.query));
}

/** A page of another origin may not move the stub's money. */
function refuseOtherPages({ headers: { origin, host } }: Call): void {
  if (origin !== undefined && origin !== `http://${host}`) throw new ControlError('origin', 403);
}

function bodyOf({ body }: Call): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below.
  }
  throw new ControlError('the body is no JSON object');
}
