import { type Static, Type } from 'typebox';
import { integer, text } from './common.ts';

/** Every answer that is not a success (API document, Pay 1); `stack` is always empty. */
export const ErrorBody = Type.Object(
  {
    name: text("The error's name: one for each code."),
    statusCode: integer('The HTTP status.'),
    code: integer('For programs: 9000 to 9503.'),
    message: text('For people; names the field that is wrong.'),
    description: text('The same as `message`.'),
    stack: text('Always empty.'),
    requestId: text("Finds the cause in the gateway's log."),
  },
  { title: 'Error' },
);

export type ErrorBody = Static<typeof ErrorBody>;

/** What every route may answer besides its success. */
export const ERROR_RESPONSES = { '4xx': ErrorBody, '5xx': ErrorBody } as const;
