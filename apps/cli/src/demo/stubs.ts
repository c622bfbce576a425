import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayPlaces } from '../gateway-client.ts';

/** The built-in templates that lead to a provider's connector (API document, payModeTemplate). */
const TEMPLATES = {
  wechat: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
  alipay: '3BEAF650-A067-11E8-A545-87065760276A',
} as const;
type Provider = keyof typeof TEMPLATES;

/** What a customer's phone shows: a payment that ends in zeros is paid at once, as far as the provider asks for no password. */
const CODES: Readonly<Record<Provider, string>> = {
  wechat: '134567890123000000',
  alipay: '281234567890000000',
};
const POLL_MS = 200;
const PHONE_MS = 15_000;

/** Stubs that play the providers, with the customer's phone. */
export interface DemoStubs {
  /** Approves on the phone. Silent when it never asks. */
  approve(provider: Provider, order: { readonly tractionNo: string }): Promise<void>;
}

interface Mode {
  readonly payTemplateId: string | null;
  readonly connectorKind: string;
}

/** Whose stub takes this mode's payments; null: none does. */
export function providerOf({ payTemplateId, connectorKind }: Mode): Provider | null {
  const providers = Object.keys(TEMPLATES) as Provider[];
  const provider = providers.find((one) => TEMPLATES[one] === payTemplateId);
  return connectorKind === 'stub' ? (provider ?? null) : null;
}

/** What pays at a stub; nothing of other modes. */
export function stubTrade(mode: Mode): { payParams?: object } {
  const provider = providerOf(mode);
  return provider === null ? {} : { payParams: { payBarCode: CODES[provider] } };
}

/** Makes the merchant known to the stubs; null where none runs. Their connectors know it two seconds later. */
export async function openStubs(
  { phoneUrls = {} }: GatewayPlaces,
  merchantUUID: string,
): Promise<DemoStubs | null> {
  const at = (provider: Provider) => phoneUrls[provider]?.replace(/phone$/, 'control');
  const providers = (Object.keys(TEMPLATES) as Provider[]).filter((one) => at(one) !== undefined);
  const control = async (provider: Provider, path: string, body?: object) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return await (await fetch(`${at(provider)}/${path}`, init)).json();
  };
  for (const provider of providers) await control(provider, 'merchants', { merchantUUID });
  if (providers.length === 0) return null;
  return {
    approve: async (provider, { tractionNo }) => {
      const until = performance.now() + PHONE_MS;
      while (performance.now() < until) {
        const { waiting } = (await control(provider, 'phone')) as { waiting: readonly Waiting[] };
        if (waiting.some((one) => one.out_trade_no === tractionNo)) {
          return void (await control(provider, 'phone', {
            out_trade_no: tractionNo,
            act: 'approve',
          }));
        }
        await sleep(POLL_MS);
      }
    },
  };
}

interface Waiting {
  readonly out_trade_no: string;
}
