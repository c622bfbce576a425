// node test/support/oidc-program.mjs: a real OpenID provider, whose people log in by being named in `login_hint`. Its
// settings come from the environment: PORT, REDIRECT_URI, CLIENT_SECRET ('' for a public client), PEOPLE (their claims
// by name, JSON) and IN_ID_TOKEN ('0': claims come from the userinfo endpoint only).
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const {
  PORT = '',
  REDIRECT_URI = '',
  CLIENT_SECRET = '',
  PEOPLE = '{}',
  IN_ID_TOKEN,
} = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const people = JSON.parse(PEOPLE);

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'console',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      ...(CLIENT_SECRET === ''
        ? { token_endpoint_auth_method: 'none' }
        : { client_secret: CLIENT_SECRET }),
    },
  ],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  claims: { openid: ['sub'], profile: ['roles', 'scope', 'merchantUUID'] },
  conformIdTokenClaims: IN_ID_TOKEN === '0',
  cookies: { keys: ['a key of this test'] },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, id) =>
    people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
});

/** Says yes to everything that it would ask a person. */
async function accept(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const result =
    prompt.name === 'login'
      ? { login: { accountId: params.login_hint } }
      : { consent: { grantId: await grant(session.accountId) } };
  await provider.interactionFinished(request, response, result, {
    mergeWithLastSubmission: true,
  });
}

async function grant(accountId) {
  const given = new provider.Grant({ accountId, clientId: 'console' });
  given.addOIDCScope('openid profile');
  return await given.save();
}

const answer = provider.callback();
createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) {
    accept(request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  } else void answer(request, response);
}).listen(Number(PORT), '127.0.0.1', () => process.send?.({ type: 'ready' }));
