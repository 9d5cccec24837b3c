import fc from "fast-check";
import { expect, test } from "vitest";
import { waitBefore } from "../../src/runner/back-off.ts";
import { classify } from "../../src/runner/failure.ts";
import { printable } from "../../src/text/printable.ts";

const framed = (text: string) => `\n╷\n│ Error: ${text.replaceAll("\n", "\n│ ")}\n│ \n╵\n`;

test.each([
  ["creating Budget: unexpected status 429 (429 Too Many Requests) with error: TooManyRequests", "throttled"],
  ["Error acquiring the state lock\n\nError message: state blob is already locked", "locked"],
  [
    "unexpected status 400 (400 Bad Request): Cost management data is not supported for subscription(s) x",
    "not-ready",
  ],
  ["Saved plan is stale\n\nThe given plan file can no longer be applied", "stale"],
  ['Backend initialization required, please run "terraform init"', "uninitialized"],
  [
    "Failed to query available provider packages\n\ndial tcp: lookup registry.terraform.io: no such host",
    "providers",
  ],
  ["unexpected status 503 (503 Service Unavailable)", "transient"],
  ["read tcp 10.0.0.1:443: connection reset by peer", "transient"],
  ["AADSTS700024: Client assertion is not within its valid time range", "transient"],
  ["AuthorizationFailed: The client does not have authorization", "other"],
  ["Invalid value: budget 500 is too high", "other"],
])("%s is %s", (text, kind) => {
  expect(classify(framed(text)).kind).toBe(kind);
});

test("the message is the first error, on one line, without the frame and the warnings", () => {
  const output = `│ Warning: old\n${framed("Forbidden\n\n  with azurerm_budget.b,\nno rights")}${framed("second")}`;
  expect(classify(output).message).toBe("Forbidden with azurerm_budget.b, no rights");
});

test("without an error the last lines are the message", () => {
  expect(classify("a\nb\n\nc\nd\n").message).toBe("b c d");
  expect(classify("").message).toBe("no output");
});

test("Azure's retry delay is read", () => {
  expect(classify(framed('429 Retry-After:["17"]')).retryAfter).toBe(17_000);
  expect(classify(framed("429")).retryAfter).toBeUndefined();
});

test("any output is classified, on one line that a terminal can show", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { message } = classify(framed(text));
      expect(message).not.toMatch(/\p{Cc}/u);
      expect(message.length).toBeLessThanOrEqual(500);
    }),
  );
});

test("external text is shown shortened and without control characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 4, max: 50 }), (text, limit) => {
      const shown = printable(text, limit);
      expect(shown.length).toBeLessThanOrEqual(limit);
      expect(shown).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test("delays grow up to a limit, and half of them is random", () => {
  const failure = { kind: "throttled", message: "" } as const;
  const waits = (random: number) => [1, 2, 3, 6, 7].map((tried) => waitBefore(failure, tried, () => random));
  expect(waits(1)).toEqual([5_000, 10_000, 20_000, 120_000, undefined]);
  expect(waits(0)).toEqual([2_500, 5_000, 10_000, 60_000, undefined]);
});

test("permanent failures are not retried", () => {
  for (const kind of ["other", "killed", "interrupted", "stale", "not-ready"] as const) {
    expect(waitBefore({ kind, message: "" }, 1, () => 0.5)).toBeUndefined();
  }
});

test("a Terraform version that is too old is reported, with the version that the stack needs", () => {
  const output = `
╷
│ Error: Unsupported Terraform Core version
│
│   on cdk.tf.json line 12, in terraform:
│   12:     "required_version": ">= 1.8.0"
│
│ This configuration does not support Terraform version 1.7.5. To proceed, either choose another supported
│ Terraform version or update this version constraint.
╵`;
  expect(classify(output).message).toBe(
    "Terraform 1.7.5 is too old for this stack, which needs >= 1.8.0. A move from azurerm to azapi needs Terraform 1.8 or OpenTofu 1.10: install one, or take provider.movedFrom out of the fleet until then.",
  );
  expect(classify(output.replace("1.8.0", "1.7.0").replace("1.7.5", "1.5.7")).message).toBe(
    "Terraform 1.5.7 is too old for this stack, which needs >= 1.7.0. Install a newer one.",
  );
});
