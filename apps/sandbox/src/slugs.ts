/** The built-in online templates (API document, payModeTemplate) and the path each is served under. */
export const CONNECTORS = [
  { slug: 'signAccount', payTemplateId: '382CF8DF-017F-4009-928F-D5B008095962', name: '挂账' },
  { slug: 'wechat', payTemplateId: '017AFC80-95FA-11E8-B0EC-5384BC9767FE', name: '微信扫码枪' },
  { slug: 'alipay', payTemplateId: '3BEAF650-A067-11E8-A545-87065760276A', name: '支付宝扫码枪' },
  { slug: 'storedValue', payTemplateId: 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5', name: '会员储值' },
  { slug: 'countCard', payTemplateId: 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C', name: '会员储次' },
] as const;

export const SLUGS: readonly string[] = CONNECTORS.map(({ slug }) => slug);
