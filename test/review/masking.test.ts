import { describe, expect, test } from "vitest";
import { withoutCredentials } from "../../src/review/masking.ts";
import { looksSecret } from "../../src/review/secret-names.ts";
import { PARTNER } from "../support/fleet.ts";
import {
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  planFile,
  reviewOne,
  reviewPlans,
  textOfReview,
} from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";
const GROUP = "azurerm_monitor_action_group.operations";
const SECRET = "hunter2-hunter2";

/** Returns all output of a review of the plan. */
function outputOf(plan: Json, fleet = fleetFor([guid(1)])): string {
  return textOfReview(reviewPlans(fleet, [planFile(plan)]));
}

function updated(address: string, change: (entry: Json) => void): Json {
  const plan = azurePlanJson("02-no-op");
  const entry = changeOf(plan, address);
  entry.change.actions = ["update"];
  change(entry.change);
  return plan;
}

describe("values that a plan marks as sensitive are never shown", () => {
  test.each<[string, unknown]>([
    ["the value itself", { body: { properties: { phone: true } } }],
    ["a parent", { body: { properties: true } }],
    ["a parent further up", { body: true }],
    ["everything", true],
  ])("%s", (_, marks) => {
    const plan = updated(CONTACT, (change) => {
      change.after.body.properties.phone = SECRET;
      change.after_sensitive = marks;
    });
    expect(outputOf(plan)).not.toContain(SECRET);
    expect(
      reviewOne(guid(1), plan).changes[0]?.attributes.some(
        ({ after, sensitive }) => after === "(sensitive)" && sensitive,
      ),
    ).toBe(true);
  });

  test("before the apply, although it is not marked after it", () => {
    const plan = updated(CONTACT, (change) => {
      change.before.body.properties.phone = SECRET;
      change.before_sensitive = { body: { properties: { phone: true } } };
    });
    expect(outputOf(plan)).not.toContain(SECRET);
  });

  test("one item of a list", () => {
    const plan = updated(CONTACT, (change) => {
      change.after.locks = ["a", SECRET];
      change.after_sensitive = { locks: [false, true] };
    });
    expect(outputOf(plan)).not.toContain(SECRET);
  });

  test("in drift", () => {
    const plan = azurePlanJson("07-drift-budget-gone");
    plan.resource_drift[0].change.after.body.properties.phone = SECRET;
    plan.resource_drift[0].change.after_sensitive = { body: { properties: { phone: true } } };
    expect(outputOf(plan)).not.toContain(SECRET);
  });

  test("elsewhere in the plan without a mark", () => {
    const plan = updated(CONTACT, (change) => {
      change.after.body.properties.phone = SECRET;
      change.after_sensitive = { body: { properties: { phone: true } } };
    });
    const budget = changeOf(plan, "azurerm_consumption_budget_subscription.monthly");
    budget.change.actions = ["update"];
    budget.change.after.name = `a-${SECRET}-b`;
    const text = outputOf(plan);
    expect(text).toContain("a-(sensitive)-b");
    expect(text).not.toContain(SECRET);
  });

  test("in the message of a finding, or a warning", () => {
    const plan = updated(CONTACT, (change) => {
      change.before.body.properties.emails = "old-secret@x.example";
      change.before_sensitive = { body: { properties: { emails: true } } };
      change.after.body.properties.emails = SECRET;
      change.after_sensitive = { body: { properties: { emails: true } } };
    });
    const text = outputOf(plan);
    expect(text).toContain("not an e-mail address");
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain("old-secret");
  });
});

describe("values of sensitive variables and credentials of providers are never shown", () => {
  const leaking = (plan: Json) => {
    const contact = changeOf(plan, CONTACT);
    contact.change.actions = ["update"];
    contact.change.after.body.properties.phone = SECRET;
    return plan;
  };

  test("a root variable", () => {
    const plan = leaking(azurePlanJson("02-no-op"));
    plan.variables = { hook: { value: { nested: [SECRET] } } };
    plan.configuration.root_module.variables = { hook: { sensitive: true } };
    expect(outputOf(plan)).not.toContain(SECRET);
  });

  test("a variable of a module, passed from an unmarked root variable", () => {
    const plan = leaking(azurePlanJson("02-no-op"));
    plan.variables = { hook: { value: SECRET } };
    plan.configuration.root_module.module_calls = {
      m: {
        expressions: { it: { references: ["var.hook"] } },
        module: { variables: { it: { sensitive: true } } },
      },
    };
    expect(outputOf(plan)).not.toContain(SECRET);
  });

  test("a provider's secret", () => {
    const plan = leaking(azurePlanJson("02-no-op"));
    plan.configuration.provider_config.azurerm.expressions.client_secret = { constant_value: SECRET };
    expect(outputOf(plan)).not.toContain(SECRET);
  });
});

describe("unmarked values that look secret are masked", () => {
  test.each([
    "password",
    "client_secret",
    "sas_token",
    "primary_access_key",
    "connection_string",
    "storageAccountKey",
    "key",
  ])("an attribute %s", (key) => {
    const plan = updated(CONTACT, (change) => {
      change.after.body.properties[key] = SECRET;
    });
    expect(outputOf(plan)).not.toContain(SECRET);
  });

  test("the value beside a name, as in app settings", () => {
    const plan = updated(CONTACT, (change) => {
      change.after.body.properties.appSettings = [
        { name: "API_KEY", value: SECRET },
        { name: "COLOR", value: "blue" },
      ];
    });
    expect(outputOf(plan)).not.toContain(SECRET);
    expect(outputOf(plan)).toContain("blue");
  });

  test("inside JSON in a text", () => {
    const plan = updated(CONTACT, (change) => {
      change.before.parameters = "none";
      change.after.parameters = JSON.stringify({ inner: { admin_password: SECRET, color: "blue" } });
    });
    expect(outputOf(plan)).not.toContain(SECRET);
    expect(outputOf(plan)).toContain("parameters.inner.color");
  });

  test("for any kind of previous value", () => {
    for (const [before, after] of [
      [[1], { password: SECRET }],
      [{ password: SECRET }, ["x"]],
      ["x", [{ password: SECRET }]],
    ]) {
      const plan = updated(CONTACT, (change) => {
        change.before.thing = before;
        change.after.thing = after;
      });
      expect(outputOf(plan)).not.toContain(SECRET);
    }
  });

  test("nested deeper than the limit", () => {
    const deep = Array.from({ length: 60 }).reduce<unknown>((inner) => ({ inner }), { password: SECRET });
    expect(outputOf(updated(CONTACT, (change) => Object.assign(change.after, { deep })))).not.toContain(
      SECRET,
    );
  });

  test("tags are not masked by their keys", () => {
    const plan = updated(GROUP, (change) => {
      change.after.tags = { key: "blue", token: "green" };
    });
    expect(reviewOne(guid(1), plan).changes[0]?.attributes.map(({ after }) => after)).toEqual([
      "blue",
      "green",
    ]);
  });

  test.each(["key_vault_id", "public_key", "notification_email", "keyword", "name", "primary_key_name"])(
    "%s does not mark a secret",
    (key) => {
      expect(looksSecret(key)).toBe(false);
    },
  );
});

describe("addresses of webhooks", () => {
  const uri = "https://user:pass@hooks.fabrikam.example/services/T000/B000?sig=abcdef";

  test("show no path, query or user", () => {
    const plan = updated(GROUP, (change) => {
      change.after.webhook_receiver = [{ name: "itsm", service_uri: uri, use_common_alert_schema: true }];
    });
    const text = outputOf(plan);
    expect(text).toContain("hooks.fabrikam.example");
    for (const part of ["user:pass", "T000", "abcdef"]) expect(text).not.toContain(part);
  });

  test("show none when they change, also in the warning", () => {
    const plan = updated(GROUP, (change) => {
      change.before.webhook_receiver = [{ name: "itsm", service_uri: uri }];
      change.after.webhook_receiver = [{ name: "itsm", service_uri: `${uri}1` }];
    });
    expect(reviewOne(guid(1), plan).changes[0]?.warnings).toEqual([
      "changes the address of the webhook receiver itsm",
    ]);
    expect(outputOf(plan)).not.toContain("T000");
  });

  test("show none if the fleet requires another one", () => {
    const partner = PARTNER.replace(
      "noc@fabrikam.example] }",
      "noc@fabrikam.example], webhooks: [{ name: itsm, uri: https://hooks.fabrikam.example/deep/secret-path }] }",
    );
    expect(outputOf(azurePlanJson("02-no-op"), fleetFor([guid(1)], { partner }))).not.toContain(
      "secret-path",
    );
  });

  test.each([
    ["https://a.example/x?sv=1&sig=2", "url", "https://a.example/x?..."],
    ["https://u:p@a.example/x", "url", "https://...@a.example/x"],
    ["https://a.example/x", "url", "https://a.example/x"],
    ["https://a.example/x/y", "callback_url", "https://a.example/..."],
    ["https://hooks.slack.com/services/x", "url", "https://hooks.slack.com/..."],
    ["Server=x;Password=y;", "value", "(sensitive)"],
    ["DefaultEndpointsProtocol=https;AccountKey=abc==", "value", "(sensitive)"],
    ["-----BEGIN RSA PRIVATE KEY-----", "value", "(sensitive)"],
    ["a = b", "value", "a = b"],
  ])("%s", (text, key, expected) => {
    expect(withoutCredentials(text, key)).toBe(expected);
  });
});

describe("a key", () => {
  test.each([
    "sasToken",
    "client_secret",
    "primary_access_key",
    "storageAccountKeyValue",
    "connection-string",
  ])("%s marks a secret", (key) => {
    expect(looksSecret(key)).toBe(true);
  });

  test.each(["key_vault_id", "public_key", "PublicKey", "monkey", "name"])("%s is not", (key) => {
    expect(looksSecret(key)).toBe(false);
  });

  test("that is longer than any provider's marks a secret", () => {
    expect(looksSecret("a".repeat(200))).toBe(false);
    expect(looksSecret("a".repeat(201))).toBe(true);
  });
});

test.each([
  ["https://hooks.example", "https://hooks.example"],
  ["https://hooks.example/", "https://hooks.example/"],
  ["https://hooks.example/a", "https://hooks.example/..."],
  ["https://hooks.example?sig=a", "https://hooks.example/..."],
  ["https://user:pass@hooks.example/a", "https://...@hooks.example/..."],
  [
    "see https://docs.example/a?b=c and git+ssh://u@h.example/x",
    "see https://docs.example/a?... and git+ssh://...@h.example/x",
  ],
  ["AccountName=a;AccountKey=b", "(sensitive)"],
  ["https://a.example/?sig=b;x", "(sensitive)"],
  ["-----BEGIN RSA PRIVATE KEY-----", "(sensitive)"],
  ["-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE-----"],
  ["a=b", "a=b"],
])("the text %j is shown as %j", (text, shown) => {
  expect(withoutCredentials(text, "value")).toBe(shown);
});
