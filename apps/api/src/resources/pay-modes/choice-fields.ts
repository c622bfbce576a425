import { pick } from '@payserver/shared/runtime/pick';
import type { PayModeChoice, PayModeRow } from '@payserver/shared/store/pay-modes';
import { type TSchema, Type } from 'typebox';
import { flag, flagInput, integer } from '../../http/schemas/common.ts';

const MAX_UI_ORDER = 1_000_000;

/** What each field means, asked for and answered. */
export const CHOICE_MEANS = {
  isOpened: '1: takes payments.',
  uiOrder: 'Its place on a screen.',
  isFastPay: '1: shown for paying fast.',
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
} satisfies Record<keyof PayModeChoice, TSchema>;

/** The same as resources show it. */
export const CHOICE_OUTPUT = {
  isFastPay: flag(CHOICE_MEANS.isFastPay),
  isOpened: flag(CHOICE_MEANS.isOpened),
  uiOrder: integer(CHOICE_MEANS.uiOrder),
} satisfies Record<keyof PayModeChoice, TSchema>;

/** "`isOpened`, `uiOrder` or `isFastPay`" */
export const CHOICE_NAMES = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  Object.keys(CHOICE_INPUT).map((name) => `\`${name}\``),
);

/** What its merchant has decided about a mode. */
export function presentChoice(row: PayModeRow) {
  return pick(row, CHOICE_OUTPUT);
}
