import { expect, test } from "vitest";
import { adoptionYaml } from "../../src/audit/adopt.ts";
import { coverageOf } from "../../src/audit/coverage.ts";
import { standingFindings, unmanagedFinding } from "../../src/audit/coverage-controls.ts";
import type { SeenSubscription, SourceAnswer, SourceKind } from "../../src/audit/sources/source.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem } from "../../src/fleet/index.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER, TODAY } from "../support/fleet.ts";
import { subscriptionId } from "./support/loopback.ts";

const CONTOSO_TENANT = "22222222-2222-2222-2222-222222222222";
const ELSEWHERE = "99999999-9999-4999-8999-999999999999";
const fleet = fleetOf();
const [prod, sandbox] = fleet.subscriptions;
if (prod === undefined || sandbox === undefined) throw new Error("two subscriptions");

function answered(
  kind: SourceKind,
  subscriptions: readonly SeenSubscription[],
  more: Partial<SourceAnswer> = {},
) {
  const answer: SourceAnswer = { kind, name: kind, subscriptions, complaints: [], complete: true, ...more };
  return { source: { shows: () => true }, answer };
}

const seen = (index: number, more: Partial<SeenSubscription> = {}): SeenSubscription => ({
  subscriptionId: subscriptionId(index),
  tenantId: CONTOSO_TENANT,
  state: "Enabled",
  ...more,
});

test("a managed subscription that Azure shows is seen, without findings", () => {
  const coverage = coverageOf(fleet, [answered("arm", [seen(1), seen(2)])]);
  expect(coverage.standing(prod)).toEqual({ visibility: "seen" });
  expect(standingFindings(prod, coverage.standing(prod))).toEqual([]);
  expect(coverage.unmanaged).toEqual([]);
});

test("a subscription only in Partner Center has lost its delegation; one in no source may be deleted", () => {
  const coverage = coverageOf(fleet, [
    answered("arm", [seen(9)]),
    answered("partner-center", [seen(1, { state: "active" })]),
  ]);
  const [lost] = standingFindings(prod, coverage.standing(prod));
  expect(lost).toMatchObject({
    control: "not-visible",
    severity: "critical",
    status: "fail",
    message: "Partner Center bills it, but Azure does not show it: its delegation was removed",
    location: { line: 5 },
  });
  expect(standingFindings(sandbox, coverage.standing(sandbox))[0]?.message).toMatch(/^no source shows it/);
});

test("absence from an incompletely read source proves nothing", () => {
  const cut = { complete: false, complaints: ["it answered for the first 10,000 subscriptions only"] };
  const coverage = coverageOf(fleet, [answered("arm", [seen(1)]), answered("graph", [seen(1)], cut)]);
  expect(coverage.standing(prod).visibility).toBe("seen");
  expect(standingFindings(sandbox, coverage.standing(sandbox))).toMatchObject([
    {
      control: "not-visible",
      status: "unknown",
      message: expect.stringContaining("graph: it answered for the first"),
    },
  ]);
});

test("a source that would not show a subscription proves nothing about it", () => {
  const others = answered("arm", []);
  const own = answered("arm", [], { complete: false, complaints: ["signing in failed"] });
  const coverage = coverageOf(fleet, [
    { ...others, source: { shows: ({ id }) => id === prod.id } },
    { ...own, source: { shows: ({ id }) => id === sandbox.id } },
  ]);
  expect(coverage.standing(prod).visibility).toBe("nowhere");
  expect(coverage.standing(sandbox).visibility).toBe("unknown");
});

test("another tenant and another state than Enabled are reported", () => {
  const moved = seen(1, { tenantId: ELSEWHERE, state: "Disabled" });
  const coverage = coverageOf(fleet, [
    answered("arm", [moved]),
    answered("partner-center", [seen(1, { state: "active" })]),
  ]);
  expect(standingFindings(prod, coverage.standing(prod))).toMatchObject([
    { control: "moved-tenant", status: "fail", message: expect.stringContaining(ELSEWHERE) },
    { control: "not-enabled", severity: "medium", message: "its state is Disabled, not Enabled" },
  ]);
});

test("a subscription outside the fleet is a separate finding", () => {
  const named = seen(7, { displayName: "shadow\u001b[31m it" });
  const coverage = coverageOf(fleet, [
    answered("arm", [named, seen(1)]),
    answered("partner-center", [seen(7, { state: "active" })]),
  ]);
  expect(coverage.unmanaged).toHaveLength(1);
  expect(coverage.unmanaged.map(unmanagedFinding)).toMatchObject([
    {
      control: "unmanaged-subscription",
      severity: "critical",
      subscriptionId: subscriptionId(7),
      subscriptionName: "shadow [31m it",
      customer: "contoso",
      status: "fail",
      message: expect.stringMatching(
        /^found in arm and partner-center as "shadow \[31m it", in the tenant 2222/,
      ),
    },
  ]);
});

test("subscriptions of the partner's own tenant are ignored", () => {
  const own = seen(8, { tenantId: fleet.partner.tenantId });
  const coverage = coverageOf(fleet, [answered("arm", [own])]);
  expect(coverage.unmanaged).toEqual([]);
  expect(coverage.own).toBe(1);
});

test("the output of --adopt is valid: a file for a new customer, entries for an existing one", () => {
  const found = [
    seen(7, { displayName: "prod" }),
    seen(8, { displayName: "a/b ${x}" }),
    seen(9, { tenantId: ELSEWHERE, displayName: "Ünïcode: # yes" }),
    seen(10, { tenantId: ELSEWHERE, displayName: "'- {" }),
  ];
  const yaml = adoptionYaml(fleet, coverageOf(fleet, [answered("arm", found)]).unmanaged);
  const [entries = "", file = ""] = yaml.split("---\n");
  expect(entries).toMatch(/^# .*contoso\.yaml: add these to its subscriptions\nsubscriptions:\n/);
  expect(file).toContain(`# customers/tenant-${ELSEWHERE}.yaml: a new file`);
  const added = entries.replace(/^#.*\nsubscriptions:\n/, "");
  const folder = folderOf({
    "partner.yaml": PARTNER,
    "customers/contoso.yaml": CONTOSO + added,
    "customers/new.yaml": file,
  });
  const loaded = loadFleet(folder, { today: TODAY });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  expect(loaded.fleet.subscriptions.map(({ name }) => name)).toEqual([
    "prod",
    "sandbox",
    // "prod" is taken, and ${ would be evaluated by Terraform.
    "prod (00000000)",
    `subscription-${subscriptionId(8)}`,
    "Ünïcode: # yes",
    "'- {",
  ]);
});
