import { beforeEach, describe, expect, test } from "vitest";
import { AzureFailure } from "../../../src/azure/failure.ts";
import { failureText } from "../../../src/cli/partner/input.ts";
import { connectPartnerCenter } from "../../../src/partner/connect.ts";
import { withMfaNotice } from "../../../src/partner/partner-center/mfa-claim.ts";
import { type PartnerSandbox, partnerSandbox } from "../support.ts";

let messages: string[];
beforeEach(() => {
  messages = [];
});

describe("of the secure application model", () => {
  let sandbox: PartnerSandbox;
  beforeEach(async () => {
    sandbox = await partnerSandbox();
  });

  async function customers(refreshToken: string): Promise<unknown> {
    const { credential: _, ...options } = sandbox.options;
    const env = {
      ARM_CLIENT_ID: "app",
      ARM_CLIENT_SECRET: "s",
      CSP_BASELINE_PARTNER_REFRESH_TOKEN: refreshToken,
    };
    const service = await connectPartnerCenter(
      { ...options, env, say: (line) => messages.push(line) },
      "user",
    );
    await service.get("/v1/customers");
    return service.get("/v1/customers");
  }
  const notices = () => messages.filter((line) => /MFA/.test(line));

  test("a user with MFA is answered without a message", async () => {
    expect(await customers("sandbox-refresh-token")).toMatchObject({ totalCount: 1 });
    expect(notices()).toEqual([]);
  });

  test("a user without MFA is refused, and the remedy is shown before and after", async () => {
    const failure = await customers("sandbox-refresh-token-without-mfa").catch((error: unknown) => error);
    expect(notices()).toEqual([expect.stringMatching(/without MFA \(amr: pwd\).*since 2026-04-01: sign in/)]);
    if (!(failure instanceof AzureFailure)) throw failure;
    expect(failureText("Partner Center", "the role Admin agent", failure)).toMatch(
      /^Partner Center: it answered 401 900421: MFA is required\.; sign in again with MFA/,
    );
  });
});

const SCOPE = "https://api.partnercenter.microsoft.com/.default";
const jwt = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

test.each([
  ["of a user with MFA", jwt({ scp: "user_impersonation", amr: ["rsa", "MFA"] })],
  ["of an application", jwt({ roles: ["x"], idtyp: "app" })],
  ["that is not a JWT", "opaque"],
  ["whose claims are not JSON", "e30.%%.x"],
  ["without claims", jwt(null)],
  ["that is too long", jwt({ scp: "x", pad: "x".repeat(20_000) })],
])("a token %s causes no message", async (_, token) => {
  const inner = { getToken: async () => ({ token, expiresOnTimestamp: 0 }) };
  const found = await withMfaNotice(inner, (line) => messages.push(line)).getToken(SCOPE);
  expect(found?.token).toBe(token);
  expect(messages).toEqual([]);
});

test.each([
  [{ scp: "x" }, /no amr claim/],
  [{ scp: "x", amr: "mfa" }, /no amr claim/],
  [{ scp: "x", amr: ["pwd", 1, "\u001b[31m"] }, /amr: pwd/],
])("a token with the claims %j lacks MFA, which is reported once", async (claims, why) => {
  const inner = { getToken: async () => ({ token: jwt(claims), expiresOnTimestamp: 0 }) };
  const credential = withMfaNotice(inner, (line) => messages.push(line));
  for (let count = 0; count < 3; count += 1) await credential.getToken(SCOPE);
  expect(messages).toEqual([expect.stringMatching(why)]);
  expect(messages[0]).not.toContain("\u001b");
});
