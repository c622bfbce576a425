import { type Static, Type } from 'typebox';
import {
  described,
  FreeFormOutput,
  flag,
  IDENTITY,
  nullableText,
  text,
  wireTime,
} from '../../http/schemas/common.ts';

export const ACTOR = "The token's subject, or anonymous.";
export const ACTION = 'Method and route, or `token`.';
export const TARGET = 'The id in the path, if any.';
export const RESULT = '`begun`, `done`, or the code of the refusal.';

/** Who changed what, on the wire. */
export const AuditRecordResource = Type.Object(
  {
    ...IDENTITY,
    createdAt: wireTime('When it was written.'),
    actor: text(ACTOR),
    merchantUUID: nullableText("The caller's merchant; null where there is none."),
    action: text(ACTION),
    target: nullableText(TARGET),
    result: text(RESULT),
    address: text('The other end of the connection.'),
    requestId: text("Finds the request in the gateway's log."),
    detail: described(
      FreeFormOutput,
      'What was asked for, without secrets; lists and objects by how many they hold.',
    ),
    isSealed: flag('1: part of the chain of seals.'),
  },
  { title: 'AuditRecord' },
);

export type AuditRecordResource = Static<typeof AuditRecordResource>;
