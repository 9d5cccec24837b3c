import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRecording } from "../../src/pilot/index.ts";
import { startDifferingAzure } from "../pilot/differing-azure.ts";
import { tenWays } from "../pilot/ten-ways.ts";
import { type Ended, PROVIDER, Project } from "./project.ts";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000031";
/** Longer than what the page takes for slow. */
const SLOW = 6000;

async function pilot(project: Project, ...more: readonly string[]): Promise<Ended> {
  return await project.csp("pilot", SUBSCRIPTION, "--provider", PROVIDER, "--yes", ...more);
}

/** The steps that the output shows, with their statuses. */
function stepsOf({ stdout }: Ended): Readonly<Record<string, string>> {
  const lines = stdout.matchAll(/^(ok|differs|failed|skipped) +[\d.]+ s {2}(.{24}) {2}/gm);
  return Object.fromEntries([...lines].map(([, status = "", name = ""]) => [name.trim(), status]));
}

function read(project: Project, name: string): string {
  return readFileSync(join(project.root, "pilot", name), "utf8");
}

test("a pilot against the sandbox reports no difference, leaves no resource, and records no id or name", async () => {
  const project = await Project.start();
  const ended = await pilot(project);
  expect(ended, ended.stdout + ended.stderr).toMatchObject({ status: 0 });
  expect(Object.values(stepsOf(ended))).toEqual(Array(15).fill("ok"));
  expect(project.resources(SUBSCRIPTION)).toEqual([]);
  expect(existsSync(join(project.root, "pilot", "work"))).toBe(false);

  const text = read(project, "recording.json");
  const recording = readRecording(text);
  expect(recording.exchanges.filter(({ method }) => method === "PUT").length).toBeGreaterThan(20);
  for (const secret of [
    SUBSCRIPTION,
    "55555555-5555",
    "Bellows",
    "fabrikam",
    "hooks.",
    "Bearer",
    "eyJ",
    "127.0.0.1",
  ])
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  expect(read(project, "differences.md")).toContain("None: the sandbox gives the same answers");
}, 900_000);

describe("a pilot in an Azure with ten differences", () => {
  const ways = tenWays(SLOW);
  let ran: { readonly project: Project; readonly ended: Ended; readonly lines: readonly string[] };
  beforeAll(async () => {
    const project = await Project.start();
    const azure = await startDifferingAzure(
      project.client.sandbox,
      ways.map(({ change }) => change),
    );
    try {
      project.throughEndpoint(azure);
      const ended = await pilot(project);
      ran = { project, ended, lines: read(project, "differences.md").split("\n") };
    } finally {
      await azure.close();
    }
  }, 900_000);

  test("a failed deployment is reported with the reason, and the rest continues", () => {
    const { ended, project } = ran;
    expect(ended.status, ended.stdout + ended.stderr).toBe(3);
    expect(stepsOf(ended)).toMatchObject({
      plan: "ok",
      deploy: "failed",
      "audit by GET": "differs",
      "change and repair": "skipped",
      "remove what is left": "ok",
    });
    // azapi names the resource and the request first, and the line ends before the code of the error.
    expect(ended.stdout).toContain(PROVIDER === "azapi" ? "azapi_resource.budget" : "RBACAccessDenied");
    expect(project.resources(SUBSCRIPTION)).toEqual([]);
  });

  test.each(ways)(
    "$name is on the page",
    async ({ expected: { row } }) => {
      const { lines } = await ran;
      expect(lines.filter((line) => line.startsWith("| `"))).toContainEqual(expect.stringMatching(row));
    },
    900_000,
  );
});

test("--clean removes what an interrupted pilot left, and puts the earlier security contact back", async () => {
  const project = await Project.start();
  const contact = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Security/securityContacts/default`;
  const tenant = "11111111-1111-1111-1111-111111111111";
  const body = {
    properties: {
      emails: "ann@contoso.example",
      phone: "",
      isEnabled: true,
      notificationsByRole: { state: "Off", roles: [] },
    },
  };
  await project.client.arm(`PUT ${contact}@2023-12-01-preview`, {
    body,
    token: await project.client.token(tenant),
  });
  const before = project.resources(SUBSCRIPTION);
  // The first request after the deployment ends the pilot without a chance to tidy.
  const killed = await project.killedWhen(
    () => project.resources(SUBSCRIPTION).some(({ type }) => /activityLogAlerts/i.test(type)),
    "pilot",
    SUBSCRIPTION,
    "--provider",
    PROVIDER,
    "--yes",
  );
  expect(killed).toBe("SIGKILL");
  expect(project.resources(SUBSCRIPTION).length).toBeGreaterThan(2);

  const again = await pilot(project);
  expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining("--clean removes it") });

  const cleaned = await pilot(project, "--clean");
  expect(cleaned, cleaned.stdout + cleaned.stderr).toMatchObject({ status: 0 });
  expect(cleaned.stdout).toContain("the earlier security contact is back");
  expect(project.resources(SUBSCRIPTION).map(({ content, id }) => ({ content, id }))).toEqual(
    before.map(({ content, id }) => ({ content, id })),
  );
}, 900_000);

test("a subscription with a part of a baseline is refused, and keeps it", async () => {
  const project = await Project.start();
  const budget = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Consumption/budgets/csp-baseline-monthly`;
  const timePeriod = { startDate: `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z` };
  const properties = { amount: 7, category: "Cost", timeGrain: "Monthly", timePeriod };
  const token = await project.client.token("11111111-1111-1111-1111-111111111111");
  const made = await project.client.arm(`PUT ${budget}@2023-05-01`, { body: { properties }, token });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const before = project.resources(SUBSCRIPTION);

  const ended = await pilot(project);
  expect(ended, ended.stdout + ended.stderr).toMatchObject({ status: 3 });
  expect(stepsOf(ended)).toMatchObject({
    plan: "failed",
    deploy: "skipped",
    "remove what is left": "skipped",
  });
  expect(ended.stdout).toContain("budgets/csp-baseline-monthly");
  expect(project.resources(SUBSCRIPTION)).toEqual(before);
}, 900_000);

test("the partner's side is read, recorded and compared, and nothing is written", async () => {
  const project = await Project.start();
  const ended = await project.csp("pilot", "--partner", "--customer", "bellows-law");
  expect(ended, ended.stdout + ended.stderr).toMatchObject({ status: 0 });
  expect(Object.values(stepsOf(ended))).toEqual(Array(6).fill("ok"));
  const recording = readRecording(read(project, "recording.json"));
  expect(new Set(recording.exchanges.map(({ service }) => service))).toEqual(
    new Set(["arm", "graph", "partnerCenter"]),
  );
  expect(recording.exchanges.filter(({ method }) => !["GET", "POST"].includes(method))).toEqual([]);
  expect(JSON.stringify(recording)).not.toMatch(/Bellows|5{8}-5{4}/i);
});
