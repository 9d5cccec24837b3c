import { expect, test } from "vitest";
import { verdictOf } from "../../../tools/pages/peers/page.ts";
import { SECURITY_CONTACT } from "../../../tools/pages/peers/security-contact.ts";
import { SERVICE_HEALTH } from "../../../tools/pages/peers/service-health.ts";

test.each([SECURITY_CONTACT, SERVICE_HEALTH])(
  "every shape of $title has a verdict of the control and of every peer",
  (comparison) => {
    for (const shape of comparison.shapes) {
      expect(Object.keys(shape.verdicts).sort()).toEqual([...comparison.peers].sort());
      expect(["pass", "fail"]).toContain(verdictOf(comparison, shape).status);
      expect(shape.why).toMatch(/\.$/);
    }
  },
);

test("the declared baseline passes, and a missing resource fails", () => {
  const byName = (comparison: typeof SERVICE_HEALTH, name: string) => {
    const shape = comparison.shapes.find((one) => one.name === name);
    return shape && verdictOf(comparison, shape).status;
  };
  expect(byName(SERVICE_HEALTH, "all five event types of azurerm")).toBe("pass");
  expect(byName(SERVICE_HEALTH, "the category alone, without event types")).toBe("pass");
  expect(byName(SERVICE_HEALTH, "no alert")).toBe("fail");
  expect(byName(SECURITY_CONTACT, "the baseline's own")).toBe("pass");
  expect(byName(SECURITY_CONTACT, "no contact")).toBe("fail");
});
