import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { RESOURCE_TYPES } from "../../src/sandbox/types/index.ts";
import { isRecord } from "../../src/text/json.ts";
import { field } from "../sandbox/client.ts";
import { declaredAs, PROVIDER, Project } from "./project.ts";
import { type DriftRow, driftPage } from "./support/drift-page.ts";
import { type Mutation, mutationsOf } from "./support/mutations.ts";

const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
const PRODUCTION = "00000000-0000-0000-0000-000000000001";
const PAGE = join(import.meta.dirname, "../../docs/drift.md");
/** One resource of each kind that the baseline declares, by its Terraform address. */
const ADDRESSES = [
  "azapi_resource.security_contact",
  "azurerm_consumption_budget_subscription.budget",
  "azurerm_cost_anomaly_alert.cost_anomaly",
  "azurerm_monitor_action_group.action_group",
  "azurerm_monitor_activity_log_alert.service_health",
  "azurerm_monitor_activity_log_alert.resource_health",
  "azurerm_monitor_activity_log_alert.activity_security_security_solutions_write",
  "azurerm_monitor_diagnostic_setting.activity_log_export",
  "azurerm_resource_group.resource_group",
  "azurerm_security_center_subscription_pricing.defender_virtual_machines",
].map(declaredAs);
const LONGEST = 3_600_000;

interface Target {
  readonly address: string;
  /** ARM's id with the API version: what the client takes. */
  readonly arm: string;
  readonly id: string;
  readonly type: string;
  readonly deployed: unknown;
  readonly mutations: Mutation[];
}

let project: Project;
let token: string;
let targets: Target[];

beforeAll(async () => {
  project = await Project.start();
  await project.synth();
  token = await project.client.token(PARTNER_TENANT);
  expect(await project.terraform(PRODUCTION, "init", "-input=false")).toMatchObject({ status: 0 });
  await apply();
  targets = await deployedTargets();
}, 300_000);

async function apply(): Promise<void> {
  const applied = await project.terraform(PRODUCTION, "apply", "-input=false", "-auto-approve");
  expect(applied.status, applied.stderr).toBe(0);
}

async function planned(): Promise<ReadonlySet<string>> {
  expect(await project.terraform(PRODUCTION, "plan", "-input=false", "-out=saved")).toMatchObject({
    status: 0,
  });
  const { stdout } = await project.terraform(PRODUCTION, "show", "-json", "saved");
  const plan: { resource_changes: { address: string; change: { actions: string[] } }[] } = JSON.parse(stdout);
  const changes = plan.resource_changes.filter(({ change }) => !isDeepStrictEqual(change.actions, ["no-op"]));
  return new Set(changes.map(({ address }) => address).filter((address) => !address.startsWith("data.")));
}

/** The open findings of the audit, with the resource if a finding has one. */
async function audited(): Promise<{ control: string; resource: string }[]> {
  const { stderr, stdout } = await project.csp("audit", "--only", PRODUCTION, "--format", "json");
  expect(stdout, stderr).toMatch(/^{/);
  const result: {
    findings: { control: string; status: string; resource?: string; subscriptionId: string }[];
  } = JSON.parse(stdout);
  return result.findings
    .filter(({ status, subscriptionId }) => status !== "pass" && subscriptionId === PRODUCTION)
    .map(({ control, resource = "" }) => ({ control, resource: resource.toLowerCase() }));
}

async function deployedTargets(): Promise<Target[]> {
  const { stdout } = await project.terraform(PRODUCTION, "show", "-json");
  const state: { values: { root_module: { resources: { address: string; values: { id: string } }[] } } } =
    JSON.parse(stdout);
  const found: Target[] = [];
  for (const { address, values } of state.values.root_module.resources) {
    if (!ADDRESSES.includes(address)) continue;
    const [id = ""] = armId(values.id).split("?");
    const type =
      project.resources(PRODUCTION).find((one) => one.id.toLowerCase() === id.toLowerCase())?.type ?? "";
    const version = RESOURCE_TYPES.get(type.toLowerCase())?.apiVersions.at(-1);
    const arm = `${id}@${version}`;
    const { body, status } = await project.client.arm(`GET ${arm}`, { token });
    expect(status, arm).toBe(200);
    found.push({ address, arm, id: id.toLowerCase(), type, deployed: body, mutations: mutationsOf(body) });
  }
  return found;
}

/** azurerm writes the id of a subscription's diagnostic setting as `scope|name`. */
function armId(id: string): string {
  const [scope, name] = id.split("|");
  return name === undefined ? id : `${scope}/providers/Microsoft.Insights/diagnosticSettings/${name}`;
}

async function current({ arm }: Target): Promise<unknown> {
  return (await project.client.arm(`GET ${arm}`, { token })).body;
}

/** Values that a person can change, without counters and dates of the service. */
function settings(resource: unknown): unknown {
  if (Array.isArray(resource)) return resource.length === 0 ? undefined : resource.map(settings);
  if (!isRecord(resource)) return resource;
  const kept = Object.entries(resource).flatMap(([key, value]) => {
    if (/^etag$/i.test(key)) return [];
    // The start and the end of an anomaly alert's schedule follow the day on which it was written.
    const setting = settings(
      key === "schedule" ? { ...Object(value), startDate: undefined, endDate: undefined } : value,
    );
    return setting === undefined ? [] : [[key, setting]];
  });
  // An empty map or list says no more than none.
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** A resource with an entity tag is written with the current one. */
async function put(target: Target, body: unknown) {
  const eTag = field(await current(target), "eTag");
  const tagged = eTag === undefined ? body : { ...Object(body), eTag };
  return await project.client.arm(`PUT ${target.arm}`, { token, body: tagged });
}

/** Makes the change in Azure. @returns false when Azure refuses it, or it changes nothing. */
async function make(target: Target, { bodies }: Mutation): Promise<boolean> {
  for (const body of bodies) {
    const { status } = await put(target, body);
    if (status < 300 && !isDeepStrictEqual(settings(await current(target)), settings(target.deployed)))
      return true;
  }
  return false;
}

test("every kind of resource that the baseline declares is among those that are changed", () => {
  expect(targets.map(({ address }) => address).sort()).toEqual([...ADDRESSES].sort());
});

test(
  "each property that is changed, emptied or removed in Azure is found by the plan or the audit, and a deployment repairs what the plan finds",
  async () => {
    const rows: DriftRow[] = [];
    const rounds = Math.max(...targets.map(({ mutations }) => mutations.length));
    for (let round = 0; round < rounds; round += 1) {
      const made: { target: Target; mutation: Mutation }[] = [];
      for (const target of targets) {
        const mutation = target.mutations[round];
        if (mutation !== undefined && (await make(target, mutation))) made.push({ target, mutation });
      }
      if (made.length === 0) continue;
      const [plan, findings] = [await planned(), await audited()];
      if (plan.size > 0) await apply();
      for (const { target, mutation } of made) {
        const byPlan = plan.has(target.address);
        const byAudit =
          findings.some(({ resource }) => resource === target.id) || controlsOf(target, findings);
        const isRepaired = isDeepStrictEqual(settings(await current(target)), settings(target.deployed));
        rows.push({
          address: target.address,
          type: target.type,
          path: mutation.path,
          kind: mutation.kind,
          byPlan,
          byAudit,
          isRepaired,
        });
        if (!isRepaired) await put(target, target.deployed);
      }
      expect([...(await planned())], `round ${round}`).toEqual([]);
    }
    const page = driftPage(rows);
    if (PROVIDER !== "azurerm") console.log(page);
    if (process.env["CSP_BASELINE_RECORD"] === "drift") writeFileSync(PAGE, page);
    expect(rows.filter(({ byAudit, byPlan }) => !byPlan && !byAudit)).toEqual([]);
    expect(rows.filter(({ byPlan, isRepaired }) => byPlan && !isRepaired)).toEqual([]);
    // The page is of the provider that is the default.
    if (PROVIDER === "azurerm") expect(readFileSync(PAGE, "utf8")).toBe(page);
  },
  LONGEST,
);

/** The controls that judge a type of resource, where a finding names no resource because none is good. */
const JUDGED_BY: Readonly<Record<string, readonly string[]>> = {
  "microsoft.security/securitycontacts": ["security-contact", "security-contact-as-deployed"],
  "microsoft.consumption/budgets": ["budget"],
  "microsoft.costmanagement/scheduledactions": ["cost-anomaly-alert"],
  "microsoft.insights/actiongroups": ["action-group"],
  "microsoft.insights/activitylogalerts": [
    "service-health-alert",
    "resource-health-alert",
    "activity-log-alerts",
  ],
  "microsoft.insights/diagnosticsettings": ["activity-log-export"],
  "microsoft.security/pricings": ["defender-plans"],
};

function controlsOf({ type }: Target, findings: readonly { control: string; resource: string }[]): boolean {
  const controls = JUDGED_BY[type.toLowerCase()] ?? [];
  return findings.some(({ control, resource }) => resource === "" && controls.includes(control));
}
