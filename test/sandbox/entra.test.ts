import { beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_TENANT_ID } from "../../src/sandbox/index.ts";
import { type Client, field, startedClient } from "./client.ts";

const CUSTOMER = "22222222-2222-2222-2222-222222222222";
const STRANGER = "99999999-9999-9999-9999-999999999999";
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

let client: Client;
beforeAll(async () => {
  client = await startedClient({
    directory: { tenants: [{ id: CUSTOMER, displayName: "Contoso" }], subscriptions: [] },
  });
});

function payload(token: unknown): unknown {
  return JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString());
}

async function jobToken(audience: string): Promise<string> {
  const path = `/github-oidc/token?api-version=2.0&audience=${encodeURIComponent(audience)}`;
  const { body } = await client.call("GET", path, { token: "sandbox" });
  return String(field(body, "value"));
}

describe("signing in", () => {
  test("gives an application of any known tenant an unsigned token with its identity", async () => {
    const { body, status } = await client.signIn(CUSTOMER, { client_id: "app-1", client_secret: "any" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
    const token = String(field(body, "access_token"));
    expect(payload(token)).toMatchObject({ tid: CUSTOMER, appid: "app-1", aud: client.sandbox.origin });
    const [header = "", , signature = ""] = token.split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ alg: "none" });
    expect(Buffer.from(signature, "base64url").toString()).toContain("unsigned");
  });

  test("gives an application a stable object id that differs between tenants", async () => {
    const oid = async (tenant: string) =>
      field(
        payload(
          field((await client.signIn(tenant, { client_id: "a", client_secret: "b" })).body, "access_token"),
        ),
        "oid",
      );
    expect(await oid(CUSTOMER)).toBe(await oid(CUSTOMER));
    expect(await oid(CUSTOMER)).not.toBe(await oid(DEFAULT_TENANT_ID));
  });

  test("accepts a GitHub job's token as a secret", async () => {
    const client_assertion = await jobToken("api://AzureADTokenExchange");
    const form = { client_id: "app-1", client_assertion, client_assertion_type: JWT_BEARER };
    expect(await client.signIn(CUSTOMER, form)).toMatchObject({ status: 200 });
  });

  test.each([
    ["a tenant that does not exist", STRANGER, { client_id: "a", client_secret: "b" }, 400, 90002],
    ["no client id", CUSTOMER, { client_secret: "b" }, 400, 900144],
    ["neither secret nor assertion", CUSTOMER, { client_id: "a" }, 401, 7000216],
    ["an empty secret", CUSTOMER, { client_id: "a", client_secret: "" }, 401, 7000216],
    ["an assertion that is not a token", CUSTOMER, { client_id: "a", client_assertion: "x.y" }, 401, 700211],
    [
      "another resource",
      CUSTOMER,
      { client_id: "a", client_secret: "b", scope: "https://management.azure.com/.default" },
      400,
      500011,
    ],
    ["another grant", CUSTOMER, { client_id: "a", client_secret: "b", grant_type: "password" }, 400, 70003],
  ])("refuses %s", async (_, tenant, form, status, code) => {
    const answer = await client.signIn(tenant, form);
    expect(answer).toMatchObject({ status, body: { error_codes: [code] } });
    expect(field(answer.body, "error_description")).toContain(`AADSTS${code}`);
  });

  test("rejects a job's token for another audience", async () => {
    const form = { client_id: "a", client_assertion: await jobToken("api://other") };
    expect(await client.signIn(CUSTOMER, form)).toMatchObject({
      status: 401,
      body: { error_codes: [700212] },
    });
  });

  test("rejects an expired token of a job", async () => {
    let now = new Date("2026-11-24T12:00:00Z");
    const later = await startedClient({ now: () => now });
    const path = "/github-oidc/token?api-version=2.0&audience=api://AzureADTokenExchange";
    const { body } = await later.call("GET", path, { token: "sandbox" });
    now = new Date("2026-11-24T12:05:00Z");
    const form = { client_id: "a", client_assertion: String(field(body, "value")) };
    expect(await later.signIn(DEFAULT_TENANT_ID, form)).toMatchObject({
      status: 401,
      body: { error_codes: [700024] },
    });
  });
});

test("a job gets its token only for its own request token", async () => {
  expect(await client.call("GET", "/github-oidc/token?audience=x", { token: "other" })).toMatchObject({
    status: 401,
  });
});

test("a tenant's OpenID configuration contains its token endpoint", async () => {
  const { origin } = client.sandbox;
  const { body } = await client.call("GET", `/${CUSTOMER}/v2.0/.well-known/openid-configuration`);
  expect(body).toMatchObject({ token_endpoint: `${origin}/${CUSTOMER}/oauth2/v2.0/token` });
});

test("the cloud's metadata contains this server, also with a doubled slash", async () => {
  const { origin } = client.sandbox;
  for (const path of [
    "/metadata/endpoints?api-version=2022-09-01",
    "//metadata/endpoints?api-version=2018-01-01",
  ]) {
    expect(await client.call("GET", path)).toMatchObject({
      status: 200,
      body: {
        resourceManager: origin,
        authentication: { loginEndpoint: origin, tenant: "common", identityProvider: "AAD" },
      },
    });
  }
});
