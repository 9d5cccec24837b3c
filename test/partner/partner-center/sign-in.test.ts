import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { sender } from "../../../src/azure/send.ts";
import { secureApplication } from "../../../src/partner/partner-center/sign-in.ts";
import { temporaryFolder } from "../../support/stack.ts";
import { PARTNER_TENANT, type PartnerSandbox, partnerSandbox } from "../support.ts";

const application = { ARM_CLIENT_ID: "app", ARM_CLIENT_SECRET: "s" };

let sandbox: PartnerSandbox;
let messages: string[];
beforeEach(async () => {
  sandbox = await partnerSandbox();
  messages = [];
});

async function credentialOf(env: Record<string, string>) {
  const { endpoints } = sandbox.options;
  const send = await sender(sandbox.options);
  return secureApplication({
    endpoints,
    tenantId: PARTNER_TENANT,
    env,
    send,
    say: (text) => messages.push(text),
  });
}

const scope = () => `${sandbox.options.endpoints.partnerCenterAudience}/.default`;
const exchanges = () =>
  sandbox.client.sandbox.requests().filter(({ path }) => path.endsWith("/token")).length;

function tokenFile(text: string): string {
  const file = join(temporaryFolder(), "token");
  writeFileSync(file, text);
  return file;
}

describe("a refresh token", () => {
  test("of the environment is exchanged once for many requests, and the new one is reported as not kept", async () => {
    const credential = await credentialOf({
      ...application,
      CSP_BASELINE_PARTNER_REFRESH_TOKEN: "sandbox-refresh-token",
    });
    const tokens = await Promise.all([1, 2, 3].map(() => credential?.getToken(scope())));
    expect(new Set(tokens.map((token) => token?.token)).size).toBe(1);
    expect(exchanges()).toBe(1);
    expect(messages).toEqual([expect.stringContaining("is not kept: name a file")]);
  });

  test("of a file is replaced by the new one, for its owner only, and never shown", async () => {
    const file = tokenFile("sandbox-refresh-token\n");
    const credential = await credentialOf({ ...application, CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE: file });
    await credential?.getToken(scope());
    expect(readFileSync(file, "utf8")).toBe("sandbox-refresh-token-1\n");
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(messages).toEqual([`the new refresh token is in ${file}`]);
    expect(messages.join()).not.toContain("sandbox-refresh-token");
  });

  test("that has expired is reported with the remedy", async () => {
    const credential = await credentialOf({
      ...application,
      CSP_BASELINE_PARTNER_REFRESH_TOKEN: "stale-s3cret",
    });
    const failure = await credential?.getToken(scope()).then(
      () => "no failure",
      (error: unknown) => String(error),
    );
    expect(failure).toMatch(/AADSTS700082.*consent again/);
    expect(failure).not.toContain("s3cret");
  });

  test("is requested again after a failure", async () => {
    sandbox.client.sandbox.addFault({ path: "/token", status: 500 });
    const credential = await credentialOf({
      ...application,
      CSP_BASELINE_PARTNER_REFRESH_TOKEN: "sandbox-refresh-token",
    });
    await expect(credential?.getToken(scope())).rejects.toThrow(/Entra answered 500/);
    expect((await credential?.getToken(scope()))?.token).toMatch(/^ey/);
  });

  test("is not required", async () => {
    expect(await credentialOf(application)).toBeUndefined();
  });

  test("without its application is rejected with a message", async () => {
    await expect(credentialOf({ CSP_BASELINE_PARTNER_REFRESH_TOKEN: "t" })).rejects.toThrow(
      /CSP_BASELINE_PARTNER_CLIENT_ID/,
    );
  });

  test.each([
    ["empty", ""],
    ["of two lines", "a\nb"],
    ["endless", "x".repeat(20_001)],
  ])("file that is %s is refused", async (_, text) => {
    const env = { ...application, CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE: tokenFile(text) };
    await expect(credentialOf(env)).rejects.toThrow(/holds no refresh token/);
  });

  test("file that is not there is refused", async () => {
    const env = { ...application, CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE: "/nowhere/token" };
    await expect(credentialOf(env)).rejects.toThrow(/cannot read CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE/);
  });
});
