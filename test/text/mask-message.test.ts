import { expect, test } from "vitest";
import { maskMessage, secretsOf } from "../../src/text/mask-message.ts";

test.each([
  ['InvalidWebhookServiceUri: "https://hooks.fabrikam.example/azure?code=CANARY" is not valid'],
  ["cannot post to https://hooks.slack.example/services/T000/B000/CANARY"],
  ["https://user:CANARY@example.org/x"],
  ["https://prod-1.westeurope.logic.azure.com/workflows/CANARY/triggers/manual"],
  ["client_secret=CANARY AccountKey=CANARY== SharedAccessSignature=CANARY"],
  ['{"clientSecret": "CANARY with spaces", "password":"CANARY\\"more"}'],
  ["admin_password = CANARY"],
  ["Authorization: Bearer CANARYCANARY"],
  ["?sv=2024&sig=CANARY%3D"],
  ["https://x.blob.core.windows.net/c/b?sv=1&sig=CANARY"],
  ["token eyJCANARYheader.eyJCANARYpayload.CANARY"],
  ["-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----"],
  ["-----BEGIN PRIVATE KEY----- CANARY, cut off"],
])("masks a secret in a message: %s", (message) => {
  expect(maskMessage(message)).not.toContain("CANARY");
});

test.each([
  'creating "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg": 403 AuthorizationFailed',
  "https://management.azure.com/subscriptions/x/providers/Microsoft.Insights/actionGroups/ag",
  "unexpected status 429 (429 Too Many Requests)",
  "Code: AuthorizationFailed",
  'Error Code="AuthorizationFailed" code=404',
  "could not query provider registry for registry.terraform.io/hashicorp/azurerm",
  "AADSTS700024: Client assertion is not within its valid time range",
  "could not acquire access token: AADSTS7000215: Invalid client secret provided",
  "monkey=1 keyboard: qwerty",
])("keeps useful details: %s", (message) => {
  expect(maskMessage(message)).toBe(message);
});

test("keeps only the API version of a query", () => {
  expect(
    maskMessage("GET https://management.azure.com/subscriptions?api-version=2022-12-01&x=1 failed"),
  ).toBe("GET https://management.azure.com/subscriptions?api-version=2022-12-01 failed");
});

test("masks secrets of the environment everywhere by their values", () => {
  const known = secretsOf({
    ARM_CLIENT_SECRET: "aaaa~bbbb",
    TF_TOKEN_app_terraform_io: "aaaa~bbbb~cccc",
    HOME: "/home/me",
  });
  expect(known).toEqual(["aaaa~bbbb~cccc", "aaaa~bbbb"]);
  expect(maskMessage("xaaaa~bbbb~ccccx and aaaa~bbbb in /home/me", known)).toBe(
    "x(sensitive)x and (sensitive) in /home/me",
  );
});

test("does not mask short values of the environment", () => {
  expect(secretsOf({ MY_TOKEN: "abc" })).toEqual([]);
});
