import { expect, test } from "vitest";
import { credentialFor } from "../../src/azure/credential.ts";
import { endpointsOf } from "../../src/azure/endpoints.ts";

const tenantId = "11111111-1111-1111-1111-111111111111";
const kindOf = async (env: Record<string, string>, clientId?: string) => {
  const identity = { tenantId, ...(clientId === undefined ? {} : { clientId }) };
  return (await credentialFor(identity, endpointsOf(env), env)).constructor.name;
};
const job = {
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://github.example/token?x=1",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t",
};

test.each([
  ["nothing set: Azure's default chain", {}, "DefaultAzureCredential"],
  [
    "Terraform's application and secret",
    { ARM_CLIENT_ID: "a", ARM_CLIENT_SECRET: "s" },
    "ClientSecretCredential",
  ],
  ["a GitHub job", { ARM_CLIENT_ID: "a", ...job }, "ClientAssertionCredential"],
  ["a GitHub job, by the SDK's name", { AZURE_CLIENT_ID: "a", ...job }, "ClientAssertionCredential"],
  ["a GitHub job without a client id", job, "DefaultAzureCredential"],
  [
    "the SDK's own secret",
    { AZURE_CLIENT_ID: "a", AZURE_CLIENT_SECRET: "s", ...job },
    "DefaultAzureCredential",
  ],
])("%s", async (_, env, kind) => {
  expect(await kindOf(env)).toBe(kind);
});

test("uses the fleet's application for a customer in that customer's tenant", async () => {
  expect(await kindOf(job, "00000000-0000-0000-0000-000000000042")).toBe("ClientAssertionCredential");
});
