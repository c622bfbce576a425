import { type Static, Type } from 'typebox';
import { FreeFormOutput, NullableText, WireTime } from '../../http/schemas/common.ts';

/** Who changed what, on the wire. */
export const AuditRecordResource = Type.Object(
  {
    href: Type.String(),
    id: Type.Integer(),
    uuid: Type.String(),
    createdAt: WireTime,
    actor: Type.String({ description: "the token's subject, or anonymous" }),
    merchantUUID: NullableText,
    action: Type.String({ description: 'method and route, or token' }),
    target: NullableText,
    result: Type.String({ description: 'begun, done, or the code of the refusal' }),
    address: Type.String({ description: 'the other end of the connection' }),
    requestId: Type.String(),
    detail: FreeFormOutput,
    isSealed: Type.Integer({ description: '0 or 1: part of the chain of seals' }),
  },
  { title: 'AuditRecord' },
);

export type AuditRecordResource = Static<typeof AuditRecordResource>;
