import { describe, expect, test } from "vitest";
import { LONGEST_OPERATION, OPERATION, operationSlug } from "../../constructs/operation.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { CONTOSO, folderOf, PARTNER, TODAY } from "../support/fleet.ts";

test.each([
  "Microsoft.KeyVault/vaults/delete",
  "Microsoft.My2Sql/foo-bar.baz/delete",
  "Microsoft.Network/networkSecurityGroups/securityRules/write",
  "microsoft.compute/virtualMachines/restart/action",
])("%s is an operation", (operation) => {
  expect(operation).toMatch(OPERATION);
});

test.each([
  "delete",
  "Microsoft.KeyVault/delete/",
  "Microsoft.KeyVault/vaults/read",
  "/vaults/delete",
  "a b/c/write",
])("%s is not an operation", (text) => {
  expect(text).not.toMatch(OPERATION);
});

describe("the construct declares every operation that the fleet accepts", () => {
  const load = (operations: string) => {
    const partner = `${PARTNER}  activityLogAlerts: { extraOperations: [${operations}] }\n`;
    return loadFleet(folderOf({ "partner.yaml": partner, "customers/contoso.yaml": CONTOSO }), {
      today: TODAY,
    });
  };
  const type = (length: number) =>
    `Microsoft.Sql/${"a".repeat(length - "Microsoft.Sql//write".length)}/write`;

  test("an operation with digits, hyphens and dots", () => {
    expect(load("Microsoft.My2Sql/foo-bar.baz/delete")).toMatchObject({ ok: true });
  });

  test("up to the construct's length limit", () => {
    expect(load(type(LONGEST_OPERATION))).toMatchObject({ ok: true });
    expect(load(type(LONGEST_OPERATION + 1))).toMatchObject({ ok: false });
  });

  test("without duplicates of one alert rule", () => {
    const [one, other] = ["Microsoft.Sql/servers-new/write", "Microsoft.Sql/serversNew/write"];
    expect(operationSlug(one)).toBe(operationSlug(other));
    expect(load(`${one}, ${other}`)).toMatchObject({ ok: false });
  });
});
