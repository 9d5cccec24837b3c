import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutRequest } from "../../src/runner/azure-error.ts";
import { classify } from "../../src/runner/failure.ts";

const RULE = "-".repeat(80);
const ID =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline";

/** The diagnostic of azapi, as Terraform prints it. */
const azapi = (response: readonly string[]) =>
  [
    "Error: Failed to create/update resource",
    "",
    "  with azapi_resource.action-group,",
    "  on cdk.tf.json line 99, in resource.azapi_resource.action-group:",
    "  99:       }",
    "",
    `creating/updating Resource: (ResourceId "${ID}" / Api`,
    'Version "2023-01-01"): PUT',
    `https://management.azure.com${ID}`,
    RULE,
    ...response,
    RULE,
    "",
  ]
    .map((line) => `│ ${line}`)
    .join("\n");

test("an error of azapi is its title, its address, and Azure's status, code and message", () => {
  const output = azapi([
    "RESPONSE 400: 400 Bad Request",
    "ERROR CODE: InvalidEmail",
    RULE,
    "{",
    '  "error": {',
    '    "code": "InvalidEmail",',
    '    "message": "The address \\"x\\" is not valid."',
    "  }",
    "}",
  ]);
  expect(classify(output)).toEqual({
    kind: "other",
    message:
      'Failed to create/update resource (azapi_resource.action-group): PUT failed with 400 InvalidEmail: The address "x" is not valid.',
  });
});

test.each([
  [
    ["RESPONSE 403: 403 Forbidden", "ERROR CODE: AuthorizationFailed", RULE, "<html>"],
    "403 AuthorizationFailed: <html>",
  ],
  [
    ["RESPONSE 403: 403 Forbidden", "ERROR CODE: AuthorizationFailed", RULE, '{"error": "no"}'],
    '403 AuthorizationFailed: {"error": "no"}',
  ],
  [
    ["RESPONSE 204: 204 No Content", "ERROR CODE UNAVAILABLE", RULE, "Response contained no body"],
    "204 Response contained no body",
  ],
])("a body of another form is shown as it is: %j", (response, end) => {
  expect(classify(azapi(response)).message).toBe(
    `Failed to create/update resource (azapi_resource.action-group): PUT failed with ${end}`,
  );
});

test("a code that is the status is not repeated, as budgets have it", () => {
  const body = JSON.stringify({ error: { code: "400", message: "Budget start date is too early." } });
  const output = azapi(["RESPONSE 400: 400 Bad Request", "ERROR CODE: 400", RULE, body]);
  expect(classify(output).message).toMatch(/: PUT failed with 400 Budget start date is too early\.$/);
});

test("the kind of the failure is recognized", () => {
  const kindOf = (status: string, code: string) =>
    classify(azapi([`RESPONSE ${status}`, `ERROR CODE: ${code}`, RULE, "{}"])).kind;
  expect(kindOf("429: 429 Too Many Requests", "TooManyRequests")).toBe("throttled");
  expect(kindOf("503: 503 Service Unavailable", "ServiceUnavailable")).toBe("transient");
  expect(kindOf("409: 409 Conflict", "ReadOnlyDisabledSubscription")).toBe("unavailable");
});

test("a secret in Azure's message is removed", () => {
  const secret = 'correct horse "battery"';
  const output = azapi([
    "RESPONSE 400: 400 Bad Request",
    "ERROR CODE: Bad",
    RULE,
    JSON.stringify({ error: { code: "Bad", message: `got ${secret}` } }),
  ]);
  expect(classify(output, [secret]).message).not.toContain("battery");
});

test("other errors stay as they are", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      fc.pre(!text.includes("RESPONSE"));
      expect(withoutRequest(text)).toBe(text);
    }),
  );
});
