import { describe, expect, test } from "vitest";
import { annotations, renderReview } from "../../src/output/index.ts";
import {
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  NOW,
  planFile,
  reviewPlans,
  textOfReview,
} from "../support/plan.ts";

const CANARY = "CANARY4711XYZ";
const A = guid(1);
const FORMATS = ["markdown", "github", "json", "sarif", "junit"] as const;

/** Returns all output of a review of this plan: every format, annotations, and the result itself. */
function everything(plan: Json): string {
  const fleet = fleetFor([A]);
  const review = reviewPlans(fleet, [planFile(plan)]);
  const context = { fleet, now: NOW };
  return [
    ...FORMATS.map((format) => renderReview(review, format, context)),
    ...annotations(review, context),
    textOfReview(review),
  ].join("\n");
}

/** Adds a resource of another kind, which the plan creates. */
function making(plan: Json, after: Json, marks: Json = {}, address = "azurerm_x.it"): Json {
  plan.resource_changes.push({
    ...{ address, mode: "managed", type: "azurerm_x", name: "it" },
    change: {
      actions: ["create"],
      before: null,
      after,
      after_unknown: {},
      before_sensitive: false,
      after_sensitive: marks,
    },
  });
  return plan;
}

/** A value, and its marks, nested in so many maps and lists. */
function nested(depth: number): { values: Json; marks: Json } {
  let values: Json = CANARY;
  let marks: Json = true;
  for (let level = 0; level < depth; level += 1) {
    values = level % 2 === 0 ? { inner: values, other: "shown" } : [values];
    marks = level % 2 === 0 ? { inner: marks } : [marks];
  }
  return { values: { top: values }, marks: { top: marks } };
}

describe("a value that the plan marks is masked everywhere, also where it is unmarked", () => {
  const use = (plan: Json) =>
    making(plan, { plain: CANARY, inside: `a ${CANARY} b`, json: JSON.stringify({ x: CANARY }) });

  test.each([0, 1, 2, 5, 12])("in an attribute, %i levels deep", (depth) => {
    const { marks, values } = nested(depth);
    expect(
      everything(use(making(azurePlanJson("02-no-op"), values, marks, "azurerm_x.other"))),
    ).not.toContain(CANARY);
  });

  const marking: Record<string, (plan: Json) => void> = {
    "a variable": (plan) => {
      plan.variables = { it: { value: { a: [CANARY] } } };
      plan.configuration.root_module.variables = { it: { sensitive: true } };
    },
    "a change of an output": (plan) => {
      plan.output_changes = {
        it: { actions: ["create"], before: null, after: CANARY, after_sensitive: true },
      };
    },
    "an output of planned values": (plan) => {
      plan.planned_values.outputs = { it: { sensitive: true, value: [CANARY] } };
    },
    "an output of the state": (plan) => {
      plan.prior_state.values.outputs = { it: { sensitive: true, value: CANARY } };
    },
    "a resource of the state, in a module": (plan) => {
      const resources = [
        {
          address: "module.m.azurerm_x.y",
          mode: "managed",
          type: "azurerm_x",
          name: "y",
          values: { v: CANARY },
          sensitive_values: { v: true },
        },
      ];
      plan.prior_state.values.root_module.child_modules = [{ address: "module.m", resources }];
    },
    "a data source of the state": (plan) => {
      plan.prior_state.values.root_module.resources.push({
        address: "data.x.y",
        mode: "data",
        type: "x",
        name: "y",
        values: { v: CANARY },
        sensitive_values: { v: true },
      });
    },
    "planned values": (plan) => {
      plan.planned_values.root_module.resources.push({
        address: "azurerm_x.y",
        type: "azurerm_x",
        values: { v: [CANARY] },
        sensitive_values: { v: [true] },
      });
    },
    drift: (plan) => {
      const change = {
        actions: ["update"],
        before: { v: "a" },
        after: { v: CANARY },
        before_sensitive: {},
        after_sensitive: { v: true },
      };
      plan.resource_drift = [
        { address: "azurerm_x.d", mode: "managed", type: "azurerm_x", name: "d", change },
      ];
    },
    "a deposed object": (plan) => {
      const change = {
        actions: ["delete"],
        before: { v: CANARY },
        after: null,
        before_sensitive: { v: true },
      };
      plan.resource_changes.push({
        address: "azurerm_x.d",
        mode: "managed",
        type: "azurerm_x",
        name: "d",
        deposed: "ab12",
        change,
      });
    },
    "an action": (plan) => {
      plan.action_invocations = [
        { address: "action.x.y", type: "x", config_values: { v: CANARY }, config_sensitive: { v: true } },
      ];
    },
    "the credentials of a provider": (plan) => {
      plan.configuration.provider_config.other = {
        name: "other",
        expressions: { auth: [{ password: { constant_value: CANARY } }] },
      };
    },
    "azapi's write-only body": (plan) => {
      const resource = plan.configuration.root_module.resources.find(
        ({ type }: Json) => type === "azapi_resource",
      );
      resource.expressions.sensitive_body = { constant_value: { properties: { emails: CANARY } } };
    },
  };

  test.each(Object.entries(marking))("in %s", (_, mark) => {
    const plan = azurePlanJson("02-no-op");
    mark(plan);
    expect(everything(use(plan))).not.toContain(CANARY);
  });

  test("in an instance key, before and after a move", () => {
    const plan = making(azurePlanJson("02-no-op"), { v: CANARY }, { v: true }, "azurerm_x.other");
    making(plan, { a: "1" }, {}, `azurerm_x.it["${CANARY}"]`);
    plan.resource_changes.at(-1).previous_address = `azurerm_x.old["${CANARY}"]`;
    expect(everything(plan)).not.toContain(CANARY);
  });

  test("in an import id, Terraform's reason, and the message of a check", () => {
    const plan = making(azurePlanJson("02-no-op"), { v: CANARY }, { v: true });
    const entry = changeOf(plan, "azurerm_consumption_budget_subscription.monthly");
    entry.change.importing = { id: `/x/${CANARY}` };
    entry.action_reason = `because_${CANARY}`;
    plan.checks = [
      {
        address: { to_display: "check.x" },
        status: "fail",
        instances: [{ problems: [{ message: `it is ${CANARY}` }] }],
      },
    ];
    expect(everything(plan)).not.toContain(CANARY);
  });

  test("in every error about the plan", () => {
    for (const change of [
      { errored: true },
      { complete: false },
      { resource_changes: CANARY },
      { format_version: CANARY },
    ])
      expect(everything({ ...use(marked()), ...change })).not.toContain(CANARY);
    expect(everything(`{"password": "${CANARY}`)).not.toContain(CANARY);
    expect(everything(`${CANARY} is not a plan`)).not.toContain(CANARY);
  });

  function marked(): Json {
    return making(azurePlanJson("02-no-op"), { v: CANARY }, { v: true });
  }
});

describe("a short marked value", () => {
  const budget = "azurerm_consumption_budget_subscription.monthly";
  const raised = (from: number, to: number) => {
    const plan = azurePlanJson("02-no-op");
    const { change } = changeOf(plan, budget);
    change.actions = ["update"];
    Object.assign(change.before, { amount: from });
    Object.assign(change.after, { amount: to });
    Object.assign(change, { before_sensitive: { amount: true }, after_sensitive: { amount: true } });
    return everything(plan);
  };

  test.each([
    [347, 7919],
    [3, 97],
    [0.5, 61],
  ])("is masked in the warning about its resource: %d to %d", (from, to) => {
    const text = raised(from, to);
    expect(text).toContain("raises the budget's amount from (sensitive) to (sensitive)");
    for (const value of [from, to]) expect(text).not.toMatch(new RegExp(`from ${value} |to ${value}[^\\d]`));
  });

  test("is masked inside a longer text as a word, not as a part of another", () => {
    const plan = making(azurePlanJson("02-no-op"), { pin: "731" }, { pin: true }, "azurerm_x.other");
    const text = everything(making(plan, { a: "code 731 is", b: "x7312" }));
    expect(text).toContain("code (sensitive) is");
    expect(text).toContain("x7312");
  });
});

describe("an unmarked value is masked because of a name above or beside it", () => {
  const masked: Record<string, Json> = {
    "a map of secrets": { secrets: { db: CANARY, mail: "x" } },
    credentials: { credentials: { user: "joe", pass: CANARY } },
    "a password that is a map": { parameters_content: JSON.stringify({ adminPassword: { value: CANARY } }) },
    "a list of container secrets": { secret: [{ name: "db", value: CANARY }] },
    "a secure string": { password: [{ type: "SecureString", value: CANARY }] },
    "a value of type SecureString": { parameters: { p: { type: "SecureString", defaultValue: CANARY } } },
    "a named value that is secret": { secret: true, value: CANARY, name: "db-conn" },
    "a linked service": { type_properties: { connectionString: CANARY } },
    "a list of keys by name": { access_keys: { one: CANARY } },
    "a token in a header": { headers: { Authorization: `Bearer ${CANARY}` } },
    "a header of another name": { headers: { "x-auth": CANARY } },
    "a script": { content: `export DB_PASSWORD=${CANARY}\nrun` },
    "a file of settings": { content: `user: joe\npassword: ${CANARY}\n` },
    "a header in a text": { note: `curl -H "Authorization: Bearer ${CANARY}"` },
    "a URL with a user": { endpoint: `https://joe:${CANARY}@x.example/` },
    "a URL with a code": { endpoint: `https://x.example/?code=${CANARY}` },
    "a switch written as text": { is_secret: "true", value: CANARY },
    "protected settings": { protected_settings: JSON.stringify({ plain: CANARY }) },
    "protected settings in a body": { body: { properties: { protectedSettings: { plain: CANARY } } } },
    "headers in one text": { custom_headers: `Accept: x\nOcp-Apim-Subscription-Key: ${CANARY}` },
    "an option of a command": { settings: JSON.stringify({ run: `login --password ${CANARY} --name x` }) },
    "user data": { user_data_base64: CANARY },
    "a parameter that the template declares as secure": {
      template_content: JSON.stringify({ parameters: { thing: { type: "securestring" } } }),
      parameters_content: JSON.stringify({ Thing: { value: CANARY } }),
    },
    "a secure parameter of a deployment in a body": {
      type: "Microsoft.Resources/deployments@2022-09-01",
      body: {
        properties: {
          template: { parameters: { it: { type: "secureObject" } } },
          parameters: { it: { value: { z: [CANARY] } } },
        },
      },
    },
    "custom data": { custom_data: Buffer.from(`password: ${CANARY}`).toString("base64").concat(CANARY) },
  };

  test.each(Object.entries(masked))("%s", (_, after) => {
    expect(everything(making(azurePlanJson("02-no-op"), after))).not.toContain(CANARY);
  });

  test.each([
    "pass",
    "pw",
    "pat",
    "auth",
    "authorization",
    "sas",
    "conn",
    "key",
    "DB_PASS",
    "API_KEY_V2",
    "AUTH_USER",
    "SQL_CONN",
    "GITHUB_PAT",
    "PGPASSWORD",
  ])("a setting called %s", (name) => {
    for (const after of [
      { app_settings: { [name]: CANARY } },
      { environment_variables: { [name]: CANARY } },
      { container: [{ env: [{ name, value: CANARY }] }] },
    ])
      expect(everything(making(azurePlanJson("02-no-op"), after))).not.toContain(CANARY);
  });

  test("below a secret name, at any depth", () => {
    const deep = { a: [{ b: { c: [CANARY] } }] };
    expect(everything(making(azurePlanJson("02-no-op"), { credentials: deep }))).not.toContain(CANARY);
  });
});

describe("values that are not secret are shown", () => {
  const SHOWN = "visible-4711";
  const shown: Record<string, Json> = {
    "the name of a secret": { secret: [{ name: SHOWN, value: "x" }] },
    "the id of a key": { customer_managed_key: [{ key_vault_key_id: SHOWN }] },
    "the id of a vault": { key_vault_id: SHOWN },
    "a public key's neighbor": { ssh: { public_key: SHOWN } },
    "a bypass": { network: { bypass: SHOWN } },
    "a compass": { app_settings: { COMPASS: SHOWN } },
    "an author": { environment_variables: { AUTHOR: SHOWN } },
    "a monkey": { app_settings: { MONKEY: SHOWN } },
    "a path": { app_settings: { PATH: SHOWN } },
    "a tag called token": { tags: { token: SHOWN } },
    "a partition": { partition_key_path: SHOWN },
    "a text about passwords": { description: `Passwords are rotated by ${SHOWN}` },
    "a price list": { sku: `Basic ${SHOWN}` },
    "an option after another": { command: `run --token-file --name ${SHOWN}` },
    "a parameter that is not secure": {
      template_content: JSON.stringify({
        parameters: { a: { type: "securestring" }, b: { type: "string" } },
      }),
      parameters_content: JSON.stringify({ b: { value: SHOWN } }),
    },
    "a primary key's column": { description: `the key is ${SHOWN}` },
    "an equation": { expression: `a = ${SHOWN}` },
  };

  test.each(Object.entries(shown))("%s", (name, after) => {
    const text = everything(making(azurePlanJson("02-no-op"), after));
    if (name === "a price list") expect(text).toContain("Basic");
    else expect(text).toContain(SHOWN);
  });

  test.each(["budget", "contact", "security", "monthly", "subscription", "alert"])(
    "a word of this program that is also a secret: %s",
    (word) => {
      const plan = azurePlanJson("02-no-op");
      const { change } = changeOf(plan, "azurerm_consumption_budget_subscription.monthly");
      Object.assign(change, { actions: ["delete"], after: null });
      plan.variables = { it: { value: word } };
      plan.configuration.root_module.variables = { it: { sensitive: true } };
      const text = everything(plan);
      expect(text).toContain("the subscription has no budget");
      expect(text).toContain("azurerm_consumption_budget_subscription.monthly");
      expect(text).toContain("deletes the budget");
    },
  );
});
