import { ERRORS, type ErrorCode } from '@payserver/shared/domain/errors';
import { errorBody } from '../http/error-body.ts';
import { type Examples, example } from './example.ts';

/** When each code is answered, and a message that it may carry. */
const CODES: Readonly<Record<ErrorCode, readonly [when: string, message: string]>> = {
  9000: [
    'something unexpected; send the same request again',
    'unexpected error; the requestId names it in the log',
  ],
  9001: [
    'the environment check of the mode failed',
    'environment check failed for payTemplateId 017AFC80-95FA-11E8-B0EC-5384BC9767FE',
  ],
  9002: ['the pay mode is closed, or its template is disabled', 'payMode is not opened'],
  9003: ['no such resource, or not yours', 'no such resource'],
  9004: ['the request is wrong; the message names the field', 'limit must be <= 200'],
  9005: ['the number has other content', 'clientPayNo was used before with other content'],
  9006: [
    'more than is left of the payment',
    'refundAmount must be <= 10, which is left of the payment',
  ],
  9007: ["the order's status forbids it", 'the payment is payFailed'],
  9008: ['no usable connector URL, or one where no connector may live', 'payMode has no payUrl'],
  9401: ['not authenticated', 'a valid bearer token is required'],
  9403: ['not allowed', 'this merchant is not yours'],
  9413: ['the body, the headers or what is asked for is too large', 'the body is too large'],
  9429: ['too many requests', 'too many requests'],
  9503: [
    'not able to serve at the moment; repeat after Retry-After seconds',
    'the database cannot be reached at the moment',
  ],
};

const REQUEST_ID = '8dff7bd0-582a-4c1e-841a-d6d6facac897';
const UNSUPPORTED_MEDIA_TYPE = 415;
const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds after which trying again makes sense.',
    schema: { type: 'integer' },
  },
};
const HEADERS: Readonly<Record<number, object>> = {
  401: {
    'WWW-Authenticate': { description: 'Always `Bearer`.', schema: { type: 'string' } },
  },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

/** The body of an error with this code. */
export function errorExample(code: ErrorCode) {
  return errorBody({ code, message: CODES[code][1] }, REQUEST_ID);
}

/** What a request of an operation consists of: each part can be wrong in its own way. */
export interface RequestParts {
  readonly hasToken: boolean;
  readonly hasPath: boolean;
  readonly hasQuery: boolean;
  readonly hasBody: boolean;
}

/** Every code that an operation with these of its own can answer, in order. */
function withCodesOf(parts: RequestParts, own: readonly ErrorCode[]): ErrorCode[] {
  const codes = new Set<ErrorCode>([...own, 9503]);
  if (parts.hasToken) codes.add(9000).add(9401).add(9429);
  // Of a path as well: it may have an escape that is none.
  if (parts.hasPath) codes.add(9003).add(9004);
  if (parts.hasQuery) codes.add(9004);
  if (parts.hasBody) codes.add(9004).add(9413);
  return [...codes].toSorted((a, b) => a - b);
}

/** A response that operations share, and under which name. */
export interface SharedResponse {
  readonly name: string;
  readonly response: object;
}

/** What an operation with these codes of its own answers besides its success, by HTTP status. */
export function errorResponses(
  own: readonly ErrorCode[],
  parts: RequestParts,
): Readonly<Record<string, SharedResponse>> {
  const byStatus: Record<string, ErrorCode[]> = {};
  for (const code of withCodesOf(parts, own)) (byStatus[ERRORS[code].statusCode] ??= []).push(code);
  const responses = Object.entries(byStatus).map(([status, codes]) => {
    const named = codes.map((code) => [code, example(CODES[code][0], errorExample(code))] as const);
    const name = `Error${codes.join('Or')}`;
    return [status, sharedResponse(name, Number(status), Object.fromEntries(named))] as const;
  });
  return {
    ...Object.fromEntries(responses),
    ...(parts.hasBody && { [UNSUPPORTED_MEDIA_TYPE]: WRONG_CONTENT_TYPE }),
  };
}

/** The examples are named by the codes, and say when each is answered. */
function sharedResponse(name: string, status: number, examples: Examples): SharedResponse {
  const whens = Object.entries(examples).map(([code, { summary }]) => `${code}: ${summary}.`);
  const headers = HEADERS[status];
  const content = { 'application/json': { schema: ERROR_SCHEMA, examples } };
  return {
    name,
    response: { description: whens.join('\n\n'), ...(headers && { headers }), content },
  };
}

export const ERROR_SCHEMA = { $ref: '#/components/schemas/Error' } as const;

const WRONG_CONTENT_TYPE = sharedResponse('Error9004ContentType', UNSUPPORTED_MEDIA_TYPE, {
  9004: example(
    'the content type is not JSON, or the body is compressed',
    errorBody(
      { code: 9004, message: 'content-type must be application/json' },
      REQUEST_ID,
      UNSUPPORTED_MEDIA_TYPE,
    ),
  ),
});
