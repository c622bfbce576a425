import { newUuid, type TractionNoSource } from './ids.ts';
import { holdsSecrets, maskPayParams } from './mask.ts';
import { type BarcodeCode, type OrderTag, tagsOf } from './order-tags.ts';
import { FIRST_ATTEMPT_MS } from './schedule.ts';
import { PAY_EDGES, type PayStatus, statusAfter } from './statuses.ts';

export type BusinessRet = 'syncOnlinePay' | 'asyncOnlinePay' | 'offlinePay';
export type JsonObject = { readonly [key: string]: unknown };

/** Where a payment is asked for. */
export interface Terminal {
  /** the shop's own name of it */
  readonly id?: string;
  /** its address: providers want it of some payments */
  readonly ip?: string;
}

/** What a cashier asks for (API document, Pay 1). */
export interface PayRequest {
  readonly payModeUUID: string;
  readonly payer: string;
  readonly payee: string;
  /** fen */
  readonly payAmount: number;
  readonly clientPayNo: string;
  /** how long it may be carried out; absent: as long as the mode says */
  readonly validSeconds?: number;
  /** which till it is; not part of what is asked for: a till may repeat a request from another address */
  readonly terminal?: Terminal;
  /** where messages about it are sent, beside the merchant's endpoints */
  readonly notifyUrl?: string;
  readonly payParams: JsonObject;
  readonly clientExtraParams: JsonObject;
}

/** What accepting a payment needs to know of the mode: its own columns, or its template's. */
export interface PayRoute {
  readonly payModeUUID: string;
  readonly payModeName: string;
  readonly payTemplateId: string | null;
  readonly payChannel: string | null;
  readonly payWay: string | null;
  readonly isOnline: boolean;
  readonly isAsyncNotify: boolean;
  /** hours */
  readonly orderValidTime: number;
  /** in their place; 0: the hours count */
  readonly orderValidSeconds: number;
  readonly connectorKey: string;
  /** keys of payParams that only the connector may read, beside payBarCode */
  readonly secretParams: readonly string[];
  /** by what its payments are found besides their numbers: fields of clientExtraParams, and payBarCode */
  readonly searchKeys: readonly string[];
  /** what the connector must know of the merchant; empty: nothing */
  readonly connectorParams: JsonObject;
}

/** The first row of a payment, before the database has given it an id. */
export interface NewPayOrder extends Omit<PayRequest, 'terminal' | 'notifyUrl'> {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly merchantUUID: string;
  readonly requestHash: string;
  /** payParams as they were sent, when they hold secrets and a connector will need them */
  readonly paySecrets: JsonObject | null;
  readonly connectorParams: JsonObject | null;
  readonly terminal: Terminal | null;
  readonly notifyUrl: string | null;
  readonly payModeName: string;
  readonly payTemplateId: string | null;
  readonly payChannel: string | null;
  readonly payWay: string | null;
  readonly connectorKey: string;
  readonly businessRet: BusinessRet;
  readonly status: PayStatus;
  readonly startAt: Date;
  readonly orderExpiredAt: Date;
  readonly payFinishAt: Date | null;
  readonly dueAt: Date | null;
  readonly tags: readonly OrderTag[];
  /** written only while its mode has this version; null: whatever the mode is by now */
  readonly routeVersion: string | null;
}

/** Queue and connector of orders that never leave the gateway. */
export const OFFLINE_KEY = 'offline';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

export interface PlanContext {
  readonly merchantUUID: string;
  readonly requestHash: string;
  readonly nowMs: number;
  readonly tractionNo: TractionNoSource;
  readonly barcodeCode: BarcodeCode;
  /** of the route, where it may have changed since it was read */
  readonly routeVersion: string | null;
}

/**
 * The row that accepting this request writes. Offline money has changed hands at the till already, so
 * such an order is `payed` from its first row; every other starts as `paying` and due.
 */
export function planPayOrder(
  request: PayRequest,
  route: PayRoute,
  context: PlanContext,
): NewPayOrder {
  const startAt = new Date(context.nowMs);
  const { payParams, paySecrets } = splitSecrets(request.payParams, route);
  return {
    uuid: newUuid(),
    tractionNo: context.tractionNo('pay'),
    merchantUUID: context.merchantUUID,
    clientPayNo: request.clientPayNo,
    requestHash: context.requestHash,
    payModeUUID: request.payModeUUID,
    payModeName: route.payModeName,
    payTemplateId: route.payTemplateId,
    payChannel: route.payChannel,
    payWay: route.payWay,
    connectorKey: route.isOnline ? route.connectorKey : OFFLINE_KEY,
    businessRet: businessRetOf(route),
    payer: request.payer,
    payee: request.payee,
    payAmount: request.payAmount,
    payParams,
    paySecrets,
    clientExtraParams: request.clientExtraParams,
    connectorParams: Object.keys(route.connectorParams).length > 0 ? route.connectorParams : null,
    terminal: request.terminal ?? null,
    notifyUrl: plainUrl(request.notifyUrl),
    status: statusAfter(PAY_EDGES, null, route.isOnline ? 'accept' : 'acceptOffline'),
    startAt,
    orderExpiredAt: new Date(context.nowMs + lifeMsOf(request, route)),
    payFinishAt: route.isOnline ? null : startAt,
    dueAt: route.isOnline ? new Date(context.nowMs + FIRST_ATTEMPT_MS) : null,
    tags: tagsOf(request, route.searchKeys, context.barcodeCode),
    routeVersion: context.routeVersion,
  };
}

/** A URL as everybody writes it, or null: the fan-out compares origins. */
export function plainUrl(url: string | undefined): string | null {
  return url === undefined || !URL.canParse(url) ? null : new URL(url).href;
}

function lifeMsOf({ validSeconds }: PayRequest, route: PayRoute): number {
  const seconds = validSeconds ?? route.orderValidSeconds;
  return seconds === 0 ? route.orderValidTime * HOUR_MS : seconds * SECOND_MS;
}

/** A secret is stored only where the connector needs it: no connector needs one of an offline payment. */
function splitSecrets(payParams: JsonObject, { secretParams, isOnline }: PayRoute) {
  if (!holdsSecrets(payParams, secretParams)) return { payParams, paySecrets: null };
  const masked = maskPayParams(payParams, secretParams);
  return { payParams: masked, paySecrets: isOnline ? payParams : null };
}

function businessRetOf(route: PayRoute): BusinessRet {
  if (!route.isOnline) return 'offlinePay';
  return route.isAsyncNotify ? 'asyncOnlinePay' : 'syncOnlinePay';
}
