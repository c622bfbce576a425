import { maskConnectorParams } from '@payserver/shared/domain/mask';
import { pick } from '@payserver/shared/runtime/pick';
import type { PayModeChoice, PayModeRow } from '@payserver/shared/store/pay-modes';
import { type TSchema, Type } from 'typebox';
import {
  described,
  FreeForm,
  FreeFormOutput,
  flag,
  flagInput,
  integer,
} from '../../http/schemas/common.ts';

const MAX_UI_ORDER = 1_000_000;

/** What each field means, asked for and answered. */
export const CHOICE_MEANS = {
  isOpened: '1: takes payments.',
  uiOrder: 'Its place on a screen.',
  isFastPay: '1: shown for paying fast.',
  connectorParams:
    'What the connector must know of this merchant beyond the payee, a sub-merchant number for example: sent with ' +
    'every call. Secrets in it are shown masked.',
};

/** What a merchant may decide about a mode; all optional, absent means unchanged or the default. */
export const CHOICE_INPUT = {
  isOpened: Type.Optional(flagInput(CHOICE_MEANS.isOpened)),
  uiOrder: Type.Optional(
    Type.Integer({
      minimum: -MAX_UI_ORDER,
      maximum: MAX_UI_ORDER,
      description: CHOICE_MEANS.uiOrder,
    }),
  ),
  isFastPay: Type.Optional(flagInput(CHOICE_MEANS.isFastPay)),
  connectorParams: Type.Optional(described(FreeForm, CHOICE_MEANS.connectorParams)),
} satisfies Record<keyof PayModeChoice, TSchema>;

/** The same as resources show it. */
export const CHOICE_OUTPUT = {
  isFastPay: flag(CHOICE_MEANS.isFastPay),
  isOpened: flag(CHOICE_MEANS.isOpened),
  uiOrder: integer(CHOICE_MEANS.uiOrder),
  connectorParams: described(FreeFormOutput, CHOICE_MEANS.connectorParams),
} satisfies Record<keyof PayModeChoice, TSchema>;

/** "`isOpened`, `uiOrder` or `isFastPay`" */
export const CHOICE_NAMES = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  Object.keys(CHOICE_INPUT).map((name) => `\`${name}\``),
);

/** What its merchant has decided about a mode, secrets masked. */
export function presentChoice(row: PayModeRow) {
  const connectorParams = maskConnectorParams(row.connectorParams, row.secretParams);
  return { ...pick(row, CHOICE_OUTPUT), connectorParams };
}
