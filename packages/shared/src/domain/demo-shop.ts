/** The shop of a newcomer's first payment; it exists only where there is a sandbox. */
export const DEMO_MERCHANT = 'demo-shop';

/** Its pay modes, so that the first curl can be written down before anything has started. */
export const DEMO_PAY_MODES = {
  cash: 'demoModeCash0000000001',
  unionPay: 'demoModeUnionPay000001',
  signAccount: 'demoModeSignAccount001',
  wechat: 'demoModeWechat00000001',
  alipay: 'demoModeAlipay00000001',
  storedValue: 'demoModeStoredValue001',
  countCard: 'demoModeCountCard00001',
} as const;
