import { ERRORS, type ErrorCode } from '@payserver/shared/domain/errors';
import { errorBody } from '../http/error-body.ts';
import type { Examples, OperationDoc } from './document.ts';

/** When a code is answered, and a message that it may carry. */
interface CodeDoc {
  readonly when: string;
  readonly message: string;
}

const CODES: Readonly<Record<ErrorCode, CodeDoc>> = {
  9000: {
    when: 'something unexpected; send the same request again',
    message: 'unexpected error; the requestId names it in the log',
  },
  9001: {
    when: 'the environment check of the mode failed',
    message: 'environment check failed for payTemplateId 017AFC80-95FA-11E8-B0EC-5384BC9767FE',
  },
  9002: {
    when: 'the pay mode is closed, or its template is disabled',
    message: 'payMode is not opened',
  },
  9003: { when: 'no such resource, or not yours', message: 'no such resource' },
  9004: {
    when: 'the request is wrong; the message names the field',
    message: 'limit must be <= 200',
  },
  9005: {
    when: 'the number was used before with other content',
    message: 'clientPayNo was used before with other content',
  },
  9006: {
    when: 'more than is left of the payment',
    message: 'refundAmount must be <= 10, which is left of the payment',
  },
  9007: { when: "the order's status forbids it", message: 'the payment is payFailed' },
  9008: {
    when: 'no usable connector URL, or one where no connector may live',
    message: 'payMode has no payUrl',
  },
  9401: { when: 'not authenticated', message: 'a valid bearer token is required' },
  9403: { when: 'not allowed', message: 'this merchant is not yours' },
  9413: { when: 'the body or the headers are too large', message: 'the body is too large' },
  9429: { when: 'too many requests', message: 'too many requests' },
  9503: {
    when: 'not able to serve at the moment; repeat after Retry-After seconds',
    message: 'the database cannot be reached at the moment',
  },
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
  return errorBody({ code, message: CODES[code].message }, REQUEST_ID);
}

/** What a request of an operation consists of: each part can be wrong in its own way. */
export interface RequestParts {
  readonly hasPath: boolean;
  readonly hasQuery: boolean;
  readonly hasBody: boolean;
}

const OF_ACCESS: Readonly<Record<'token' | 'notice' | 'open', readonly ErrorCode[]>> = {
  token: [9000, 9401, 9429, 9503],
  notice: [9000, 9401, 9429, 9503],
  open: [9503],
};

/** Every code that this operation can answer, in order. */
function codesOf(doc: OperationDoc, parts: RequestParts): ErrorCode[] {
  const codes = new Set<ErrorCode>([...OF_ACCESS[doc.access ?? 'token'], ...(doc.codes ?? [])]);
  if (parts.hasPath) codes.add(9003);
  if (parts.hasQuery) codes.add(9004);
  if (parts.hasBody) codes.add(9004).add(9413);
  return [...codes].toSorted((a, b) => a - b);
}

/** A response that operations share, and under which name. */
export interface SharedResponse {
  readonly name: string;
  readonly response: object;
}

/** What this operation answers besides its success, by HTTP status. */
export function errorResponses(
  doc: OperationDoc,
  parts: RequestParts,
): Readonly<Record<string, SharedResponse>> {
  const byStatus: Record<string, ErrorCode[]> = {};
  for (const code of codesOf(doc, parts)) (byStatus[ERRORS[code].statusCode] ??= []).push(code);
  return {
    ...Object.fromEntries(
      Object.entries(byStatus).map(([status, codes]) => [status, sharedResponse(codes)]),
    ),
    ...(parts.hasBody && { [UNSUPPORTED_MEDIA_TYPE]: unsupportedMediaType() }),
  };
}

function sharedResponse(codes: readonly ErrorCode[]): SharedResponse {
  const description = codes.map((code) => `${code}: ${CODES[code].when}.`).join('\n\n');
  const [status = 500] = codes.map((code) => ERRORS[code].statusCode);
  const examples = Object.fromEntries(
    codes.map((code) => [code, { summary: CODES[code].when, value: errorExample(code) }]),
  );
  return {
    name: `Error${codes.join('Or')}`,
    response: errorResponse({ status, description, examples }),
  };
}

function unsupportedMediaType(): SharedResponse {
  const message = 'content-type must be application/json';
  const value = errorBody({ code: 9004, message }, REQUEST_ID, UNSUPPORTED_MEDIA_TYPE);
  const when = 'the content type is not JSON, or the body is compressed';
  const examples = { 9004: { summary: when, value } };
  const description = `9004: ${when}.`;
  return {
    name: 'Error9004ContentType',
    response: errorResponse({ status: UNSUPPORTED_MEDIA_TYPE, description, examples }),
  };
}

interface ErrorResponse {
  readonly status: number;
  readonly description: string;
  readonly examples: Examples;
}

function errorResponse({ status, description, examples }: ErrorResponse): object {
  const headers = HEADERS[status];
  return {
    description,
    ...(headers && { headers }),
    content: { 'application/json': { schema: ERROR_SCHEMA, examples } },
  };
}

export const ERROR_SCHEMA = { $ref: '#/components/schemas/Error' } as const;
