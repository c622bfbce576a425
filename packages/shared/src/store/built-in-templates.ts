/** A way to pay that every gateway knows from its first start. */
export interface BuiltInTemplate {
  /** fixed where the API document gives it */
  readonly uuid: string | null;
  readonly payTemplateId: string;
  readonly name: string;
  readonly description: string;
  readonly isOnline: 0 | 1;
  readonly isSignAccount: 0 | 1;
  readonly isThridPay: 0 | 1;
  readonly payChannel: string | null;
  readonly payWay: string | null;
  /** its name in the sandbox's paths; null for those that no connector serves */
  readonly sandboxSlug: string | null;
  /** its path at the shop's own books; null for those that are not of them */
  readonly book: 'signAccount' | 'memberBalance' | 'memberCount' | null;
  /** whose own protocol a connector of this repository speaks; null for the others */
  readonly provider: 'wechat' | 'alipay' | null;
  /** whether its sandbox has a queryUrl and a cancelUrl */
  readonly hasQuery: boolean;
}

const OFFLINE = {
  uuid: null,
  isOnline: 0,
  isSignAccount: 0,
  isThridPay: 0,
  payChannel: null,
  payWay: null,
  sandboxSlug: null,
  book: null,
  provider: null,
  hasQuery: false,
} as const;
const ONLINE = { ...OFFLINE, isOnline: 1 } as const;
const MEMBER = { ...ONLINE, payChannel: '', payWay: '' } as const;
const SCANNER = { ...ONLINE, isThridPay: 1, payWay: '扫码枪', hasQuery: true } as const;

/** The seven of the API document (payModeTemplate), with its ids, in its order. */
export const BUILT_IN_TEMPLATES: readonly BuiltInTemplate[] = [
  {
    ...OFFLINE,
    payTemplateId: 'C924182F-581B-4990-944A-ABCAB8E552B3',
    name: '现金',
    description: '现金支付',
  },
  {
    ...OFFLINE,
    payTemplateId: '4CE44A21-68DA-4ADA-B7EE-371187327F75',
    name: '银联',
    description: '银联支付',
  },
  {
    ...ONLINE,
    payTemplateId: '382CF8DF-017F-4009-928F-D5B008095962',
    name: '挂账',
    description: '挂账支付',
    isSignAccount: 1,
    sandboxSlug: 'signAccount',
    book: 'signAccount',
  },
  {
    ...SCANNER,
    // The document registers this template with this uuid (payModeTemplate 2).
    uuid: 'rDdNnmkt97nSCiooVgJlvw',
    payTemplateId: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
    name: '微信扫码枪',
    description: '微信扫码枪支付',
    payChannel: '微信',
    sandboxSlug: 'wechat',
    provider: 'wechat',
  },
  {
    ...SCANNER,
    payTemplateId: '3BEAF650-A067-11E8-A545-87065760276A',
    name: '支付宝扫码枪',
    description: '支付宝扫码枪支付',
    payChannel: '支付宝',
    sandboxSlug: 'alipay',
    provider: 'alipay',
  },
  {
    ...MEMBER,
    uuid: 'irAl37TewwGEchYrXUWsfA',
    payTemplateId: 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5',
    name: '会员储值',
    description: '会员储值支付',
    sandboxSlug: 'storedValue',
    book: 'memberBalance',
  },
  {
    ...MEMBER,
    uuid: 'nW9WDIBHwMMLvz6oGsuRpQ',
    payTemplateId: 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C',
    name: '会员储次',
    description: '会员储次支付',
    sandboxSlug: 'countCard',
    book: 'memberCount',
  },
];
