import { expect, test } from "vitest";
import { publishedPlan, publishedRecord } from "../../src/review/published-plan.ts";
import { azurePlanJson, fleetFor, guid, reviewOne } from "../support/plan.ts";

const RECORD = {
  stack_hash: "ab".repeat(32),
  changes: { add: 1, change: 0, destroy: 0, import: 0, forget: 0, any: true },
};

const published = (plan: unknown) => publishedPlan(JSON.stringify(plan)) ?? "";

test.each(["01-create", "02-no-op", "03-security-contact-deleted", "16-adopt-all", "05-budget-replaced"])(
  "the review of %s is the same for the published plan",
  (name) => {
    const plan = azurePlanJson(name);
    const without = ({ plan: _, ...review }: ReturnType<typeof reviewOne>) => review;
    const masked: unknown = JSON.parse(published(plan));
    const fleet = fleetFor([guid(1)]);
    expect(without(reviewOne(guid(1), masked, fleet))).toEqual(without(reviewOne(guid(1), plan, fleet)));
  },
);

test("removes values that Terraform marks, everywhere", () => {
  const text = published({
    format_version: "1.2",
    variables: { db_password: { value: "variable-value" }, region: { value: "westeurope" } },
    resource_changes: [
      {
        address: 'x.y["marked-value"]',
        change: {
          actions: ["update"],
          before: { note: "has marked-value inside", pin: 482913 },
          after: { hidden: "marked-value", note: "n", pin: 482913 },
          after_sensitive: { hidden: true, pin: true },
        },
      },
    ],
    prior_state: {
      values: { root_module: { resources: [{ address: "x.y", values: { copy: "marked-value" } }] } },
    },
  });
  for (const secret of ["marked-value", "variable-value", "482913"]) expect(text).not.toContain(secret);
  expect(JSON.parse(text).resource_changes[0].change.after).toEqual({
    hidden: "(sensitive)",
    note: "n",
    pin: "(sensitive)",
  });
});

test("removes values that look like credentials, with or without a mark", () => {
  const text = published({
    format_version: "1.2",
    resource_changes: [
      {
        address: "x.y",
        change: {
          actions: ["create"],
          before: null,
          after: {
            client_secret: "s3cret-one",
            webhook_receiver: [{ service_uri: "https://hooks.example/T0/s3cret-two?sig=s3cret-three" }],
            tags: { key: "stays" },
          },
        },
      },
    ],
  });
  expect(text).not.toContain("s3cret");
  expect(JSON.parse(text).resource_changes[0].change.after.tags).toEqual({ key: "stays" });
  expect(text).toContain("https://hooks.example/...");
});

test("removes secrets in JSON that is one text, and parameters that a template declares as secure", () => {
  const note = '{ "a":  [1, "stays"] }';
  const text = published({
    format_version: "1.2",
    resource_changes: [
      {
        address: "x.y",
        change: {
          actions: ["create"],
          before: null,
          after: {
            body: JSON.stringify({
              properties: { password: "s3cret-one", list: ['{"token":"s3cret-two"}'] },
            }),
            template_content: JSON.stringify({ parameters: { Door: { type: "secureString" } } }),
            parameters_content: JSON.stringify({ door: { value: "s3cret-three" }, size: { value: 4 } }),
            note,
          },
        },
      },
    ],
  });
  expect(text).not.toContain("s3cret");
  const { after } = JSON.parse(text).resource_changes[0].change;
  expect(JSON.parse(after.parameters_content)).toEqual({ door: "(sensitive)", size: { value: 4 } });
  expect(after.note).toBe(note);
});

test("keeps constants of the configuration unless the plan marks them, because controls compare them with the fleet", () => {
  const uri = "https://hooks.example/T0/path?sig=stated";
  const receiver = { service_uri: { constant_value: uri } };
  const plan = {
    format_version: "1.2",
    configuration: {
      root_module: { resources: [{ address: "x.y", expressions: { webhook_receiver: [receiver] } }] },
    },
    resource_changes: [
      { address: "x.y", change: { actions: ["create"], before: null, after: { service_uri: uri } } },
    ],
  };
  expect(JSON.parse(published(plan)).resource_changes[0].change.after).toEqual({ service_uri: uri });
  const marked = structuredClone(plan);
  Object.assign(marked.resource_changes[0]?.change ?? {}, { after_sensitive: { service_uri: true } });
  expect(published(marked)).not.toContain("sig=stated");
});

test("a published plan names its stack; other texts are not published plans", () => {
  const text = publishedPlan(JSON.stringify(azurePlanJson("01-create")), RECORD) ?? "";
  expect(publishedRecord(text)).toMatchObject(RECORD);
  expect(publishedRecord(JSON.stringify(azurePlanJson("01-create")))).toBeUndefined();
  expect(publishedRecord("no plan")).toBeUndefined();
  expect([publishedPlan("no plan"), publishedPlan("{}\n{}"), publishedPlan("[]")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  // Publishing again replaces the record of the plan.
  expect(publishedRecord(publishedPlan(text) ?? "")).toBeUndefined();
});

test("handles hostile nesting", () => {
  const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
  expect(publishedPlan(`{"format_version":"1.2","resource_changes":[],"x":${deep}}`)).toContain(
    "(sensitive)",
  );
});
