import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { Holding, Holdings, PolicyAnswer, SignerAnswer, Signers } from './answers.ts';
import { merchantOf } from './caller.ts';
import { type AdminDeps, answersOf, limitOf, onRead, onWrite } from './route.ts';
import {
  Change,
  HoldingParams,
  HoldingQuery,
  MerchantQuery,
  Open,
  PartyQuery,
  Policies,
  Signer,
} from './schemas.ts';

/** Who has what: accounts, members, cards, people who may sign, the merchant's policies. */
export function holdingRoutes(app: FastifyInstance, deps: AdminDeps): void {
  const { admin } = deps;
  onWrite(app, {
    url: '/holdings',
    summary: 'Open an account, a member or a card, or change its name',
    body: Open,
    answer: Holding,
    run: admin.open,
  });
  onRead(app, {
    url: '/holdings',
    summary: 'Holdings of one book, by partyUUID; `after` is the last one of the page before',
    query: HoldingQuery,
    answer: Holdings,
    run: async (query) => ({ items: await admin.holdings({ ...query, limit: limitOf(query) }) }),
  });
  oneHolding(app, deps);
  signerRoutes(app, deps);
  policyRoutes(app, deps);
}

function oneHolding(app: FastifyInstance, { admin }: AdminDeps): void {
  type One = { Params: Static<typeof HoldingParams> };
  const url = '/holdings/:book/:partyUUID';
  const common = {
    params: HoldingParams,
    querystring: MerchantQuery,
    response: answersOf(Holding),
  };
  app.get<One>(url, { schema: { ...common, summary: 'What a party has' } }, async (request) =>
    admin.show({ ...request.params, merchantUUID: merchantOf(request) }),
  );
  app.post<One & { Body: Static<typeof Change> }>(
    url,
    { schema: { ...common, summary: 'Freeze, close, limit or hold', body: Change } },
    async (request) =>
      admin.set({ ...request.params, ...request.body, merchantUUID: merchantOf(request) }),
  );
}

function signerRoutes(app: FastifyInstance, { admin }: AdminDeps): void {
  onWrite(app, {
    url: '/signers',
    summary: 'A person who may sign, with limits; what is left out has none',
    body: Signer,
    answer: SignerAnswer,
    run: admin.setSigner,
  });
  onRead(app, {
    url: '/signers',
    summary: 'Who may sign for an account',
    query: PartyQuery,
    answer: Signers,
    run: async ({ merchantUUID, partyUUID }) => ({
      items: await admin.signers(merchantUUID, partyUUID),
    }),
  });
}

function policyRoutes(app: FastifyInstance, { admin }: AdminDeps): void {
  onWrite(app, {
    url: '/policies',
    summary: 'Order of use, clawback, what becomes of expired lots; what is left out stays',
    body: Policies,
    answer: PolicyAnswer,
    run: admin.setPolicies,
  });
  onRead(app, {
    url: '/policies',
    summary: 'The policies as they are',
    query: MerchantQuery,
    answer: PolicyAnswer,
    run: async ({ merchantUUID }) => await admin.policies(merchantUUID),
  });
}
