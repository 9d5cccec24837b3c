import { expect, test } from "vitest";
import { declaredDrift } from "../../src/audit/declared-drift.ts";
import { type ArmResource, type Evidence, Unknown, type Value } from "../../src/evidence/index.ts";
import { armReceivers, canariesIn } from "../support/receiver-canaries.ts";

const OWN = "00000000-0000-0000-0000-000000000001";
const OTHER = "00000000-0000-0000-0000-000000000002";
const TYPE = "Microsoft.Consumption/budgets";

function resource(properties: Value, more: Partial<ArmResource> = {}, subscription = OWN): ArmResource {
  const id = `/subscriptions/${subscription}/providers/${TYPE}/monthly`;
  return { type: TYPE, name: "monthly", id, properties, ...more };
}

function drift(
  declared: ArmResource,
  found: ArmResource | undefined,
  more: Partial<Evidence> = {},
  owner = OWN,
) {
  const live: Evidence = {
    source: "azure",
    subscriptionId: OWN,
    resources: found === undefined ? [] : [found],
    ...more,
  };
  return declaredDrift([declared], live, owner).map(({ declared: mine, found: theirs, path }) => [
    path,
    mine,
    theirs,
  ]);
}

test.each<[string, Value, Value]>([
  ["what Azure adds", { amount: 1000 }, { amount: 1000, category: "Cost", currentSpend: { amount: 3 } }],
  ["case", { operator: "GreaterThan", Level: "High" }, { operator: "greaterthan", level: "HIGH" }],
  ["the order of a list", { to: ["a@x.example", "b@x.example"] }, { to: ["b@x.example", "a@x.example"] }],
  ["the order in a text", { emails: "a@x.example;b@x.example" }, { emails: "b@x.example; a@x.example" }],
  ["numbers as texts", { threshold: 80 }, { threshold: "80" }],
  ["nothing in any form", { a: null, b: [], c: "" }, {}],
  ["a value known only after apply", { start: new Unknown() }, { start: "2026-11-01" }],
  ["the same instant", { start: "2026-11-01T00:00:00Z" }, { start: "2026-11-01T00:00:00.000Z" }],
  [
    "the keys of notifications",
    { notifications: { actual_80: { threshold: 80 } } },
    { notifications: { Actual_GreaterThan_80_Percent: { threshold: 80, locale: "en-us" } } },
  ],
])("%s is not drift", (_, declared, found) => {
  expect(drift(resource(declared), resource(found))).toEqual([]);
});

test.each<[string, Value, Value, unknown[]]>([
  ["another value", { amount: 1000 }, { amount: 7 }, ["properties.amount", "1000", "7"]],
  ["a missing value", { isEnabled: true }, {}, ["properties.isEnabled", "true", undefined]],
  [
    "an additional item",
    { to: ["a@x.example"] },
    { to: ["a@x.example", "spy@x.example"] },
    ["properties.to", undefined, "spy@x.example"],
  ],
  [
    "a missing item",
    { to: ["a@x.example", "b@x.example"] },
    { to: ["a@x.example"] },
    ["properties.to", "b@x.example", undefined],
  ],
  [
    "a duplicate item",
    { to: ["a@x.example"] },
    { to: ["a@x.example", "a@x.example"] },
    ["properties.to", undefined, "a@x.example"],
  ],
  [
    "a webhook, whose address is not shown",
    { webhookReceivers: [{ name: "itsm", serviceUri: "https://hooks.example/secret" }] },
    { webhookReceivers: [] },
    ["properties.webhookReceivers", undefined, undefined],
  ],
])("%s is drift", (_, declared, found, place) => {
  expect(drift(resource(declared), resource(found))).toEqual([place]);
});

test("a resource that is missing, or has another name, is drift", () => {
  expect(drift(resource({}), undefined)).toEqual([[undefined, undefined, undefined]]);
  const renamed = resource({}, { name: "other", id: `/subscriptions/${OWN}/providers/${TYPE}/other` });
  expect(drift(resource({}), renamed)).toHaveLength(1);
});

test("a type that could not be read is not compared", () => {
  expect(
    drift(resource({}), undefined, { unreadable: [{ type: TYPE.toLowerCase(), reason: "403" }] }),
  ).toEqual([]);
});

test("tags are those of the stack, except Azure's own", () => {
  const declared = resource({}, { tags: { "managed-by": "csp-baseline" } });
  expect(
    drift(declared, resource({}, { tags: { "Managed-By": "csp-baseline", "hidden-title": "x" } })),
  ).toEqual([]);
  expect(drift(declared, resource({}, { tags: { "managed-by": "me", owner: "me" } }))).toEqual([
    ["tags.managed-by", "csp-baseline", "me"],
    ["tags.owner", undefined, "me"],
  ]);
});

test("a declaration that was built for another subscription is compared with its own ids", () => {
  const declared = resource({ scopes: [`/subscriptions/${OTHER}`] }, {}, OTHER);
  expect(drift(declared, resource({ scopes: [`/subscriptions/${OWN}`] }), {}, OTHER)).toEqual([]);
  expect(drift(declared, resource({ scopes: [`/subscriptions/${OTHER}`] }), {}, OTHER)).toHaveLength(2);
});

test("no key of any kind of receiver is shown, whether it is missing, changed or additional", () => {
  const [declared, found] = [armReceivers("OLD"), armReceivers("NEW")];
  const name = { name: "no-receiver" };
  for (const [mine, theirs] of [
    [declared, {}],
    [declared, found],
    [{ ...declared, ...Object.fromEntries(Object.keys(declared).map((kind) => [kind, [name]])) }, found],
    [{ receivers: declared }, { receivers: "none" }],
  ] as const) {
    const places = drift(resource(mine), resource(theirs));
    expect(places.length).toBeGreaterThan(0);
    expect(canariesIn(JSON.stringify(places))).toEqual([]);
  }
});
