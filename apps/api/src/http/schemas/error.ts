import { type Static, Type } from 'typebox';

/** Every answer that is not a success (API document, Pay 1); `stack` is always empty. */
export const ErrorBody = Type.Object(
  {
    name: Type.String(),
    statusCode: Type.Integer(),
    code: Type.Integer({ description: '9000 to 9503' }),
    message: Type.String(),
    description: Type.String(),
    stack: Type.String(),
    requestId: Type.String(),
  },
  { title: 'Error' },
);

export type ErrorBody = Static<typeof ErrorBody>;

/** What every route may answer besides its success. */
export const ERROR_RESPONSES = { '4xx': ErrorBody, '5xx': ErrorBody } as const;
