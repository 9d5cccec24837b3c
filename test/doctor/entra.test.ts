import { expect, test } from "vitest";
import { endpointsOf } from "../../src/azure/endpoints.ts";
import { checkSignIn, checkTenant } from "../../src/doctor/entra.ts";
import { netOf, tokenOf } from "./answers.ts";

const TENANT = "11111111-1111-1111-1111-111111111111";
const tenant = { tenantId: TENANT, place: "fleet/partner.yaml" };
const endpoints = endpointsOf({});
const at = (text: string) => () => new Date(text);
const noon = { headers: { date: "Tue, 24 Nov 2026 12:00:00 GMT" } };

test("an existing tenant, and a clock equal to Entra's", async () => {
  const net = netOf(() => noon);
  const checks = await checkTenant(tenant, endpoints, net, at("2026-11-24T12:00:00Z"));
  expect(checks.map(({ status }) => status)).toEqual(["ok", "ok"]);
  expect(net.sent[0]?.url).toBe(
    `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
  );
});

test.each([
  ["2026-11-24T12:05:00Z", "ok", "300 seconds ahead"],
  ["2026-11-24T12:05:01Z", "fail", "301 seconds ahead"],
  ["2026-11-24T11:54:59Z", "fail", "301 seconds behind"],
])("a clock that shows %s at noon: %s", async (now, status, words) => {
  const [, clock] = await checkTenant(
    tenant,
    endpoints,
    netOf(() => noon),
    at(now),
  );
  expect(clock).toMatchObject({ status, message: expect.stringContaining(words) });
});

test("a tenant that does not exist fails, with the file to correct", async () => {
  const body = { error_description: "AADSTS90002: Tenant not found.\r\nTrace ID: 1" };
  const [one, clock] = await checkTenant(
    tenant,
    endpoints,
    netOf(() => ({ ...noon, status: 400, body })),
    at("2026-11-24T12:00:00Z"),
  );
  expect(one).toMatchObject({ status: "fail", fix: "Correct tenantId in fleet/partner.yaml" });
  expect(one.message).toContain("AADSTS90002");
  expect(clock.status).toBe("ok");
});

test("an answer without information on the tenant is unknown, and so is a clock without a date", async () => {
  const net = netOf(() => ({ status: 503 }));
  const checks = await checkTenant(tenant, endpoints, net, at("2026-11-24T12:00:00Z"));
  expect(checks.map(({ status }) => status)).toEqual(["unknown", "unknown"]);
});

test("Entra that cannot be reached fails, and the clock is unknown", async () => {
  const net = netOf(() => ({ code: "ENOTFOUND" }));
  const checks = await checkTenant(tenant, endpoints, net, at("2026-11-24T12:00:00Z"));
  expect(checks.map(({ status }) => status)).toEqual(["fail", "unknown"]);
});

const signInWith = (token: string | null) =>
  checkSignIn(TENANT, endpoints, {
    getToken: async () => (token === null ? null : { token, expiresOnTimestamp: 0 }),
  });

test.each([
  [{ tid: TENANT, upn: "alice@fabrikam.example" }, "alice@fabrikam.example"],
  [{ tid: TENANT, appid: "aaaaaaaa-0000-0000-0000-000000000001" }, "the application aaaaaaaa-"],
  [{ tid: TENANT }, "an identity"],
])("shows the identity, and never the token", async (claims, who) => {
  const token = tokenOf(claims);
  const check = await signInWith(token);
  expect(check).toMatchObject({ status: "ok", message: expect.stringContaining(who) });
  expect(JSON.stringify(check)).not.toContain(token.slice(0, 20));
});

test("an identity of another tenant, and a missing one, fail with the sign-in command", async () => {
  for (const token of [tokenOf({ tid: "99999999-9999-9999-9999-999999999999" }), null]) {
    const check = await signInWith(token);
    expect(check.status).toBe("fail");
    expect(check.fix).toContain(`az login --tenant ${TENANT}`);
  }
});

test("a failing sign-in shows the reason", async () => {
  const error = Object.assign(new Error("AADSTS7000222: The provided client secret keys are expired."), {
    name: "AuthenticationError",
  });
  const check = await checkSignIn(TENANT, endpoints, { getToken: () => Promise.reject(error) });
  expect(check).toMatchObject({ status: "fail", message: expect.stringContaining("AADSTS7000222") });
});

test("an opaque token is also a sign-in", async () => {
  expect((await signInWith("opaque")).status).toBe("ok");
});
