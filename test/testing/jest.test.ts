import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf } from "./support.ts";

const stack = { resource: { azurerm_resource_group: { main: { name: "rg", location: "westeurope" } } } };

beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the registration with Jest", () => {
  it("extends the global expect, with the diff as part of the message", async () => {
    vi.stubGlobal("expect", expect);
    await import("../../src/testing/jest.ts");
    const { message, expected, actual } = failureOf(() =>
      expect(stack).toHaveResourceWithProperties("azurerm_resource_group", { location: "northeurope" }),
    );
    expect(message).toContain('location: expected "northeurope", found "westeurope"');
    expect(message).toMatch(/\n\n[\s\S]*- .*"location": "northeurope"[\s\S]*\+ .*"location": "westeurope"/);
    expect({ expected, actual }).toEqual({
      expected: { location: "northeurope" },
      actual: { location: "westeurope" },
    });
    expect(stack).toHaveResource("azurerm_resource_group");
    expect(failureOf(() => expect(stack).toHaveResource("azurerm_key_vault")).message).not.toContain("\n\n");
  });

  it("names the setup file in which to import it when the global expect is missing", async () => {
    vi.stubGlobal("expect", undefined);
    await expect(import("../../src/testing/jest.ts")).rejects.toThrow(
      "csp-baseline/testing/jest found no global expect: load it in setupFilesAfterEnv",
    );
  });
});
