import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fleetFor, guid, planFile, reviewOne, reviewPlans, statuses, textOfReview } from "../support/plan.ts";

const FOLDER = fileURLToPath(new URL("../../../shared/plans/public/", import.meta.url));
const publicPlan = (name: string) => `${FOLDER}${name}.json`;
const NO_SUBSCRIPTION = "the plan does not contain its subscription";

/** Descriptions of plans without a known subscription. */
const OF_NO_SUBSCRIPTION = [
  ["act-01-forget-only", "one local file is forgotten"],
  ["act-03-delete", "two local files are deleted"],
  ["act-05-create-before-destroy", "a local file is replaced"],
  ["act-06-import", "two resources of AWS are imported"],
  ["act-10-checks", "two local files are created by a module"],
  ["act-13-sensitive-values", "resources of the null provider"],
  ["act-15-drift", "a test provider, of OpenTofu"],
  ["az-08-firewall", "azurerm, its subscription from the environment"],
  ["az-11-storage", "format 0.1, its subscription from the environment"],
  ["az-17-azuredevops-tf114-secrets", "Azure DevOps has no subscription"],
  ["az-19-markdown-breaking", "no configuration and no ids"],
  ["az-20-role-assignments", "ids of subscriptions that are not GUIDs"],
  ["big-01-5000-creates", "5,000 instances of AWS"],
] as const;

/** A subscription without a baseline fails every required control. */
const NOTHING = {
  "security-contact": "fail",
  budget: "fail",
  "service-health-alert": "fail",
  "cost-anomaly-alert": "fail",
  "action-group": "fail",
  "activity-log-alerts": "fail",
  "resource-health-alert": "fail",
};

const missing = !existsSync(FOLDER);

// These plans belong to other people and are not copied. The tests need them beside the repository.
describe.skipIf(missing)("public plans (skipped unless they are beside the repository)", () => {
  test.each(OF_NO_SUBSCRIPTION)("%s belongs to no subscription: %s", (name) => {
    const review = reviewPlans(fleetFor([guid(1)]), [publicPlan(name)]);
    expect(review.problems).toMatchObject([
      { kind: "unknown-subscription", message: expect.stringContaining(NO_SUBSCRIPTION) },
    ]);
    expect(review.subscriptions[0]?.coverage).toEqual({ state: "no-plan" });
    // A given file without a subscription was not reviewed, so the verdict is incomplete.
    expect(review.complete).toBe(false);
  });

  test.each([
    ["act-01-forget-only", ["local_file.test2: forget"]],
    ["act-03-delete", ["local_file.", "local_file."]],
    ["act-05-create-before-destroy", ["local_file.foo: create-delete"]],
    [
      "act-06-import",
      [
        "aws_cloudwatch_log_group.controltower-notificationforwarder: import",
        "aws_cloudwatch_log_group.",
        "aws_sns_topic.controltower-notificationforwarder: import",
      ],
    ],
    [
      "act-10-checks",
      [
        'module.files.local_file.foo["file1.txt"]: create',
        'module.files.local_file.foo["file2.txt"]: create',
      ],
    ],
    [
      "az-17-azuredevops-tf114-secrets",
      [
        "azuredevops_build_definition.example: delete",
        "azuredevops_build_definition.example2: create",
        "azuredevops_project.example: update",
        "azuredevops_project.example2: create",
        "azuredevops_variable_group.example: delete-create",
      ],
    ],
  ])("%s in a file named after a subscription is listed there", (name, expected) => {
    const file = planFile(readFileSync(publicPlan(name), "utf8"), `${guid(1)}.json`);
    const { changes, coverage, findings } = reviewOne(guid(1), file);
    expect(coverage).toEqual({ state: "reviewed" });
    const listed = changes.map(({ actions, address }) => `${address}: ${actions.join("+")}`);
    expect(listed).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(listed[index]).toContain(start);
    expect(findings.every(({ status }) => status === "fail")).toBe(true);
  });

  test("az-01: of 38 resources one is created, one updated, and one replaced by the provider of another subscription", () => {
    const id = "0a000a00-0aaa-0aa0-0aa0-000aaa000000";
    const connectivity = "8870e6dd-b745-4326-a614-de4848dab254";
    const plans = [publicPlan("az-01-aks-lz-drift-replace")];
    const { subscriptions } = reviewPlans(fleetFor([id, connectivity]), plans);
    const changes = subscriptions.map((of) => of.changes.map(({ actions }) => actions.join("+")).sort());
    expect(changes).toEqual([["create", "update"], ["delete-create"]]);
    const review = reviewOne(id, publicPlan("az-01-aks-lz-drift-replace"));
    expect(review.changes.every(({ baseline, warnings }) => !baseline && warnings.length === 0)).toBe(true);
    expect(review.drift.map(({ action, type }) => `${type} ${action}`)).toContain(
      "azurerm_virtual_hub_connection delete",
    );
    expect(statuses(review)).toEqual(NOTHING);
  });

  test("az-15: its drift of six resources consists of rewrites by the provider", () => {
    const id = "4d0248ef-cc19-4416-a55f-eda9fc5c1696";
    const review = reviewOne(id, publicPlan("az-15-tf114-drift-real"));
    expect(review.changes.map(({ actions, type }) => `${type} ${actions.join("+")}`)).toEqual([
      "azurerm_firewall_network_rule_collection update",
      "azurerm_role_assignment create",
    ]);
    expect(review.drift).toEqual([]);
    expect(statuses(review)).toEqual(NOTHING);
  });

  test.each(["az-21-azapi-sensitive", "az-24-special-chars"])(
    "%s: one azapi resource, no baseline",
    (name) => {
      const review = reviewOne("12345678-1234-1234-1234-123456789012", publicPlan(name));
      expect(review.changes.map(({ actions }) => actions.join("+"))).toEqual(["create"]);
      expect(statuses(review)).toEqual(NOTHING);
    },
  );

  test.each([
    ["az-21-azapi-sensitive", "12345678-1234-1234-1234-123456789012", ["P@ssw0rd123!"]],
    ["az-17-azuredevops-tf114-secrets", guid(1), ["supersecret", "Any CPU", '"Release"']],
  ])("%s: no secret is shown", (name, id, secrets) => {
    const file = planFile(readFileSync(publicPlan(name), "utf8"), `${id}.json`);
    const text = textOfReview(reviewPlans(fleetFor([id]), [file]));
    expect(text).toContain("(sensitive)");
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  test("bad-01: reports the position of text after the plan without quoting it", () => {
    const review = reviewPlans(fleetFor([guid(1)]), [publicPlan("bad-01-trailing-garbage")]);
    expect(review.problems).toMatchObject([
      { kind: "unreadable", message: "something follows the JSON at line 676, column 29" },
    ]);
    expect(review.complete).toBe(false);
  });

  test("bad-02: reads each of the three plans in one file", () => {
    const review = reviewPlans(fleetFor([guid(1)]), [publicPlan("bad-02-ndjson-multiplan")]);
    expect(review.problems.map(({ kind }) => kind)).toEqual(Array(3).fill("unknown-subscription"));
  });
});
