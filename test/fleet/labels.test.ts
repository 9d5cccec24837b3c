import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerKey, subscriptionLabel } from "../../src/fleet/labels.ts";
import { CustomerKey, foldName, SubscriptionName } from "../../src/fleet/scalars.ts";

const TENANT = "abcdef01-2222-2222-2222-222222222222";
const ID = "1a2b3c4d-0000-0000-0000-000000000001";
const key = (displayName: string, domain?: string, taken: string[] = []) =>
  customerKey({ tenantId: TENANT, displayName, domain }, new Set(taken));

describe("a customer's key", () => {
  test.each([
    ["Contoso Manufacturing Ltd", "contoso-manufacturing-ltd"],
    ["École supérieure des beaux-arts", "ecole-superieure-des-beaux-arts"],
    ["Bäckerei Groß & Söhne", "backerei-gross-sohne"],
    ["Smørrebrød Łódź", "smorrebrod-lodz"],
    ["Harry's Bar", "harrys-bar"],
    ["  --Fabrikam--  ", "fabrikam"],
    ["CONTOSO", "contoso"],
  ])("of %s is %s", (name, expected) => {
    expect(key(name)).toBe(expected);
  });

  test("uses the domain where the name has no usable letters, or is taken", () => {
    expect(key("株式会社", "kaisha.onmicrosoft.com")).toBe("kaisha");
    expect(key("Contoso", "contoso2.example", ["contoso"])).toBe("contoso2");
  });

  test("is distinguished by the tenant where both are taken, and is the tenant's where there is no name", () => {
    expect(key("Contoso", "contoso.example", ["contoso"])).toBe("contoso-abcdef01");
    expect(key("株式会社")).toBe(`tenant-${TENANT}`);
  });

  test("is not a reserved name of Windows", () => {
    expect(key("Con")).toBe("con-abcdef01");
  });
});

describe("a subscription's label", () => {
  test("is Azure's name, with the beginning of the id where it is taken", () => {
    const taken = new Set<string>();
    expect(subscriptionLabel("Azure subscription 1", ID, taken)).toBe("Azure subscription 1");
    expect(subscriptionLabel("azure Subscription 1", ID, taken)).toBe("azure Subscription 1 (1a2b3c4d)");
    expect(subscriptionLabel("Azure subscription 1", ID, taken)).toBe(`subscription-${ID}`);
  });

  test.each([
    ["a/b\\c", "a-b-c"],
    ["two\nlines\u0000\u202e", "two lines"],
    ["x".repeat(5000), "x".repeat(64)],
    ["${evil}", `subscription-${ID}`],
    ["", `subscription-${ID}`],
    ["..", `subscription-${ID}`],
  ])("of %.20j is plain", (name, expected) => {
    expect(subscriptionLabel(name, ID, new Set())).toBe(expected);
  });
});

test("keys and labels are valid and unique for any names", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary", maxLength: 100 }),
    fc.constantFrom("con", "__proto__", "a", "A", "ß", "-", "/"),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.uuid(), name), { maxLength: 20 }), (all) => {
      const [keys, labels] = [new Set<string>(), new Set<string>()];
      const unique = new Map(all.map((one) => [one[1], one]));
      for (const [displayName, id, domain] of unique.values()) {
        expect(CustomerKey.safeParse(customerKey({ displayName, domain, tenantId: id }, keys)).success).toBe(
          true,
        );
        const label = subscriptionLabel(displayName, id, labels);
        expect(SubscriptionName.safeParse(label).success && labels.has(foldName(label))).toBe(true);
      }
      expect([keys.size, labels.size]).toEqual([unique.size, unique.size]);
    }),
  );
});
