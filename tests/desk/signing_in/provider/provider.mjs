// A real OpenID Connect provider for the tests: oidc-provider with its own pages for signing in. It listens on the
// address that ISSUER names, signs with the key in JWKS, and knows the one client CLIENT. Who exists, and in which
// groups, the tests say: PUT /people/NAME. It prints a line once it listens.

import { createServer } from "node:http";
import Provider from "oidc-provider";

const { ISSUER, CLIENT, JWKS } = process.env;
const people = new Map();

const provider = new Provider(ISSUER, {
  clients: [JSON.parse(CLIENT)],
  jwks: JSON.parse(JWKS),
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  // Claims stand in the ID token or behind the userinfo endpoint: providers do either.
  conformIdTokenClaims: process.env.CLAIMS_ONLY_ASKED === "1",
  findAccount: (_context, name) => people.has(name) && { accountId: name, claims: () => ({ sub: name, ...people.get(name) }) },
  // It refuses to speak to the machine it runs on, which is where the desk is here.
  fetch: (address, { dispatcher, ...options }) => globalThis.fetch(address, options),
  features: {
    devInteractions: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
});

for (const event of ["backchannel.error", "server_error"]) provider.on(event, (_context, error) => console.error(event, error));

const answer = provider.callback();
const server = createServer((request, response) => {
  const name = request.url.match(/^\/people\/([\w-]+)$/)?.[1];
  if (request.method !== "PUT" || !name) return answer(request, response);
  let body = "";
  request.on("data", (piece) => { body += piece; });
  request.on("end", () => { people.set(name, JSON.parse(body)); response.end(); });
});
server.listen(new URL(ISSUER).port, "127.0.0.1", () => console.log("listening"));
