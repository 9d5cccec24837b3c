import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { startEffort } from "../support/effort.ts";
import { TODAY } from "../support/fleet.ts";
import {
  CUSTOMER,
  customerWithBaseline,
  folderWith,
  load,
  loaded,
  PARTNER,
  problemsOf,
} from "./fleet-folder.ts";

const OTHER = CUSTOMER.replaceAll("contoso", "fabrikam")
  .replace("22222222", "33333333")
  .replace("000000000001", "000000000002");

describe("a fleet", () => {
  test("has its customers sorted by key and its subscriptions by id, for any file names", () => {
    const { fleet } = loaded({ "customers/a.yaml": OTHER });
    expect(fleet.customers.map(({ key }) => key)).toEqual(["contoso", "fabrikam"]);
    expect(fleet.subscriptions.map(({ name }) => name)).toEqual(["contoso-prod", "fabrikam-prod"]);
    expect(fleet.subscriptions.map(({ customer }) => customer)).toEqual(fleet.customers);
  });

  test("finds a subscription by its id in any case", () => {
    const { fleet } = loaded({ "customers/contoso.yaml": CUSTOMER.replace("000000000001", "0000000000ab") });
    expect(fleet.subscription("00000000-0000-0000-0000-0000000000AB")?.name).toBe("contoso-prod");
    expect(fleet.subscription("00000000-0000-0000-0000-0000000000ac")).toBeUndefined();
  });

  test("gives customers the partner's access unless they have their own", () => {
    const app = `${OTHER}access: { model: customer-app }\n`;
    const { fleet } = loaded({ "customers/other.yaml": app });
    expect(fleet.customers.map(({ access }) => access.model)).toEqual(["lighthouse", "customer-app"]);
  });

  test("is deterministic", () => {
    const folder = folderWith({
      "partner.yaml": PARTNER,
      "customers/b.yaml": CUSTOMER,
      "customers/a.yaml": OTHER,
    });
    const once = () => {
      const result = loadFleet(folder, { today: TODAY });
      if (!result.ok) throw new Error("not loaded");
      return JSON.stringify(
        result.fleet.subscriptions.map(({ id, name, baseline, exceptions }) => ({
          id,
          name,
          baseline,
          exceptions,
        })),
      );
    };
    expect(once()).toBe(once());
  });

  test("shares one baseline between subscriptions without their own layer", () => {
    const second = "  - id: 00000000-0000-0000-0000-000000000003\n    name: second\n";
    const third =
      "  - id: 00000000-0000-0000-0000-000000000004\n    name: third\n    baseline: { budget: { amount: 5 } }\n";
    const { fleet } = loaded({
      "customers/contoso.yaml": customerWithBaseline("location: northeurope") + second + third,
      "customers/other.yaml": OTHER,
      "customers/third.yaml": OTHER.replace("33333333", "44444444")
        .replaceAll("fabrikam", "third")
        .replace("0002", "0005"),
    });
    const [own, partners, sameOwn, override, samePartners] = fleet.subscriptions.map(
      ({ baseline }) => baseline,
    );
    expect(sameOwn).toBe(own);
    expect(samePartners).toBe(partners);
    expect(partners).not.toBe(own);
    expect(override?.budget).not.toBe(own?.budget);
    expect(override?.contacts).toBe(own?.contacts);
  });
});

describe("a value is located", () => {
  const subscriptionBaseline = `    baseline:
      budget: { amount: 5000 }
      contacts: { billing: { emails: [cfo@contoso.example] } }
`;
  const files = {
    "partner.yaml": PARTNER.replace(
      "finops@fabrikam.example",
      "finops@fabrikam.example, second@fabrikam.example",
    ),
    "customers/contoso.yaml":
      customerWithBaseline("budget: { currency: EUR }\ntags: { a: b }") + subscriptionBaseline,
  };

  test.each<[string, (string | number)[], string]>([
    ["in the subscription's own baseline", ["budget", "amount"], "contoso.yaml:11:17"],
    ["in the customer's", ["budget", "currency"], "contoso.yaml:5:13"],
    ["in the partner's", ["budget", "startMonth"], "partner.yaml:11:27"],
    ["at an item of a list", ["contacts", "security", "emails", 0], "partner.yaml:8:26"],
    ["at a list that replaced a longer one", ["contacts", "billing", "emails", 1], "contoso.yaml:12:30"],
    ["at the nearest existing part", ["budget", "actual", 0], "contoso.yaml:11:7"],
    ["at the subscription's entry for a default", ["serviceHealth"], "contoso.yaml:8:5"],
    ["at the subscription's entry for the whole baseline", [], "contoso.yaml:8:5"],
  ])("%s", (_, path, place) => {
    const { fleet } = loaded(files);
    const { file, line, column } = fleet.subscriptions[0]?.locate(path) ?? { file: "", line: 0, column: 0 };
    expect(`${file.split("/").at(-1)}:${line}:${column}`).toBe(place);
  });

  test("a part that is switched off has the position of that setting", () => {
    const { fleet } = loaded({
      "partner.yaml": `${PARTNER}  defenderPlans: { Arm: { tier: Standard } }\n`,
      "customers/contoso.yaml": customerWithBaseline("defenderPlans: false"),
    });
    expect(fleet.subscriptions[0]?.locate(["defenderPlans", "Arm", "tier"])).toMatchObject({
      line: 5,
      column: 3,
    });
  });

  test("customers and subscriptions are where they begin", () => {
    const { fleet } = loaded();
    expect(fleet.customers[0]?.position()).toMatchObject({ line: 1, column: 1 });
    expect(fleet.subscriptions[0]?.position()).toMatchObject({ line: 5, column: 5 });
  });
});

describe("problems", () => {
  test("of all files are reported together, sorted by position", () => {
    expect(
      problemsOf({
        "partner.yaml": PARTNER.replace("direct-bill", "none"),
        "customers/b.yaml": "x: [\n",
        "customers/a.yaml": OTHER.replace("fabrikam-prod", "contoso-prod").replace("0002", "0001"),
        "customers/c.yaml": CUSTOMER.replace("displayName: Contoso Ltd\n", ""),
      }),
    ).toEqual([
      expect.stringMatching(/^customers\/b\.yaml:2:1: this is not YAML/),
      "customers/c.yaml:1:1 displayName: is required",
      "customers/contoso.yaml:5:5 subscriptions[0].id: the subscription 00000000-0000-0000-0000-000000000001 is also at customers/a.yaml:5:5",
      expect.stringMatching(/^partner\.yaml:4:3 partner\.role/),
    ]);
  });

  test("of the baseline are reported at the fault, not where it is inherited", () => {
    const partner = PARTNER.replace("startMonth", "actual: [200], startMonth");
    expect(problemsOf({ "partner.yaml": partner, "customers/other.yaml": OTHER })).toEqual([
      "partner.yaml:11:27 baseline.budget.actual: budget.actual must have a threshold of at most 100, got 200. Otherwise no notification reports that the budget is used up.",
    ]);
  });
});

describe("duplicates", () => {
  test("a customer in two files is rejected at the second", () => {
    expect(
      problemsOf({ "customers/z.yaml": OTHER.replace("customer: fabrikam", "customer: contoso") }),
    ).toEqual(["customers/z.yaml:1:1 customer: the customer contoso is also at customers/contoso.yaml:1:1"]);
  });

  test("a subscription of two customers is refused, also by case", () => {
    const files = {
      "customers/contoso.yaml": CUSTOMER.replace("000000000001", "0000000000ab"),
      "customers/z.yaml": OTHER.replace("000000000002", "0000000000AB"),
    };
    expect(problemsOf(files)).toEqual([
      "customers/z.yaml:5:5 subscriptions[0].id: the subscription 00000000-0000-0000-0000-0000000000ab is also at customers/contoso.yaml:5:5",
    ]);
  });

  test("a name twice in one customer is refused, also by case and by encoding of accents", () => {
    const twice = (first: string, second: string) => ({
      "customers/contoso.yaml": `${CUSTOMER.replace("contoso-prod", first)}  - id: 00000000-0000-0000-0000-000000000002\n    name: ${second}\n`,
    });
    expect(problemsOf(twice("contoso-prod", "Contoso-PROD"))).toEqual([
      'customers/contoso.yaml:8:5 subscriptions[1].name: the name "Contoso-PROD", without regard to case, is also at customers/contoso.yaml:6:5',
    ]);
    expect(problemsOf(twice("caf\u00e9", "cafe\u0301"))).toHaveLength(1);
  });

  test("two customers may use one name, such as Azure's default", () => {
    expect(problemsOf({ "customers/z.yaml": OTHER.replace("fabrikam-prod", "contoso-prod") })).toEqual([]);
  });

  test("one tenant of two customers gives a warning", () => {
    const { warnings } = loaded({ "customers/z.yaml": OTHER.replace("33333333", "22222222") });
    expect(warnings).toEqual([
      "customers/z.yaml:3:1 tenantId: the same tenant is also at customers/contoso.yaml:3:1",
    ]);
  });

  test("thousands of them in two large files are reported quickly", () => {
    const entries = Array.from(
      { length: 3000 },
      (_, index) =>
        `  - { id: 00000000-0000-0000-0001-${String(index).padStart(12, "0")}, name: s${index} }\n`,
    ).join("");
    const effort = startEffort();
    expect(
      problemsOf({ "customers/contoso.yaml": CUSTOMER + entries, "customers/z.yaml": OTHER + entries }),
    ).toHaveLength(3000);
    expect(effort()).toBeLessThan(500);
  });
});

test("a customer without subscriptions gives a warning", () => {
  const none = CUSTOMER.replace(/subscriptions:[\s\S]*/, "subscriptions: []\n");
  const { fleet, warnings } = loaded({ "customers/contoso.yaml": none });
  expect(warnings).toEqual(["customers/contoso.yaml:4:1 subscriptions: the customer has no subscriptions"]);
  expect(fleet.customers[0]?.subscriptions).toEqual([]);
});

test("hundreds of customers give the same problems as a few", () => {
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => {
      const id = String(index).padStart(12, "0");
      const text = OTHER.replaceAll("fabrikam", `c${index}`)
        .replace("333333333333", id)
        .replace("000000000002", `1${id.slice(1)}`);
      return [`customers/c${index}.yaml`, index === 250 ? text.replace("displayName", "displayname") : text];
    }),
  );
  expect(problemsOf(many)).toEqual([
    "customers/c250.yaml:1:1 displayName: is required",
    'customers/c250.yaml:2:1 displayname: unknown key. Did you mean "displayName"?',
  ]);
});

test.each([
  ["1.6 million items", `subscriptions:\n${"  - a\n".repeat(1_600_000)}`],
  ["4.9 million items on one line", `subscriptions: [${"a,".repeat(4_900_000)}]`],
  ["200 000 unknown keys", Array.from({ length: 200_000 }, (_, index) => `k${index}: 1\n`).join("")],
  [
    "200 000 wrong tags",
    `baseline: { tags: { ${Array.from({ length: 200_000 }, (_, index) => `k${index}: 1`).join(", ")} } }`,
  ],
  ["10 MB of text", `x: "${"y".repeat(10_000_000)}"`],
])("a customer's file with %s is refused within seconds", (_, rest) => {
  const effort = startEffort();
  const result = load({ "customers/contoso.yaml": CUSTOMER.replace(/subscriptions[\s\S]*/, rest) });
  expect(result.ok).toBe(false);
  expect(effort()).toBeLessThan(500);
});

test("loading any content gives a result, and every problem has a position", () => {
  const word = fc.constantFrom(
    "partner",
    "customer",
    "baseline",
    "budget",
    "actual",
    "contacts",
    "emails",
    "id",
    "subscriptions",
    "exceptions",
    "model",
    "__proto__",
    "constructor",
  );
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(
        null,
        true,
        false,
        0,
        -1,
        1e99,
        "",
        "x",
        "\u0000",
        "${x}",
        "00000000-0000-0000-0000-000000000001",
      ),
      fc.dictionary(word, tie("node"), { maxKeys: 5, noNullPrototype: true }),
      fc.array(tie("node"), { maxLength: 3 }),
    ),
  }));
  const valid: unknown = {
    customer: "contoso",
    displayName: "Contoso",
    tenantId: "22222222-2222-2222-2222-222222222222",
    subscriptions: [{ id: "00000000-0000-0000-0000-000000000001", name: "a" }],
  };
  const keys = ["customer", "displayName", "tenantId", "access", "baseline", "subscriptions", "exceptions"];
  const mutated = fc
    .tuple(fc.constantFrom(...keys), node)
    .map(([key, value]) => Object.assign({}, valid, { [key]: value }));
  fc.assert(
    fc.property(fc.oneof(mutated, node), (document) => {
      // JSON is YAML.
      const result = load({ "customers/contoso.yaml": JSON.stringify(document) });
      if (!result.ok)
        for (const { position } of result.problems) expect(position?.file).toBe("customers/contoso.yaml");
    }),
    { numRuns: 500 },
  );
});
