import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AuditOptions, audit } from "../../src/cli/audit/run.ts";
import { AuditFindingsReportSchema } from "../../src/findings/schema.ts";
import { writeExports } from "../../tools/bench/generated-exports.ts";
import { writeFleet } from "../../tools/bench/generated-fleet.ts";
import { attestEverything } from "../support/duties.ts";
import { temporaryFolder } from "../support/stack.ts";

/** A covered fleet with fulfilled or open duties of the partner, and the output of the verb. */
async function run(
  options: Partial<AuditOptions> & { attested?: boolean; but?: string[]; edit?: [RegExp, string] },
) {
  const { attested = true, but = [], edit, ...rest } = options;
  const folder = temporaryFolder();
  const fleet = join(folder, "fleet");
  writeFleet(fleet, 4);
  if (attested) attestEverything(fleet, ...but);
  if (edit !== undefined) {
    const path = join(fleet, "partner.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace(...edit));
  }
  writeExports(join(folder, "exports"), 4);
  const out: string[] = [];
  const code = await audit(
    { fleet, from: [join(folder, "exports")], ...rest },
    {
      out: (text) => void out.push(text),
      err: () => {},
      progress: () => {},
      style: (_, text) => text,
      env: { CDKTF_OUTDIR: "/none" },
      now: () => new Date("2026-11-24T12:00:00Z"),
    },
  );
  return { code, out: out.join("\n") };
}

const OVERDUE: [RegExp, string] = [/(control: leavers-removed, .*?)2026-11-20/, "$12026-01-20"];
const DUE: [RegExp, string] = [/(control: leavers-removed, .*?)2026-11-20/, "$12026-09-01"];

describe("the audit and the partner's own duties", () => {
  test("an overdue duty exits with 1, at its line of the fleet, even if all subscriptions pass", async () => {
    const { code, out } = await run({ edit: OVERDUE });
    expect(out).toMatch(
      /^\S*partner\.yaml:\d+:5 the partner high leavers-removed: alice@fabrikam\.example attested it on 2026-01-20, which was valid until 2026-04-20, 218 days ago\n {4}verify it again/,
    );
    expect(out).toContain("the partner's own duties: 1 failed, 5 not observed, 34 met (0 due soon)");
    expect(code).toBe(1);
  });

  test("a duty that is due soon is shown, and exits with 0", async () => {
    const { code, out } = await run({ edit: DUE });
    expect(out).toMatch(/the partner due leavers-removed: .* valid until 2026-11-30, in 6 days/);
    expect(code).toBe(0);
  });

  test("a fleet without attestations gets one finding, not thirty", async () => {
    const { code, out } = await run({ attested: false });
    expect(out.match(/^\S* ?the partner /gm)).toHaveLength(2);
    expect(out).toContain("high partner-attestations: partner.yaml has no attestations");
    expect(out).toContain(
      "critical partner-security-contact: the fleet does not record the security contact",
    );
    expect(code).toBe(1);
  });

  test("only one of several shards reports them, and no run with a selection", async () => {
    const told = async (options: Partial<AuditOptions>) =>
      (await run({ edit: OVERDUE, ...options })).out.includes("leavers-removed");
    expect(await told({ shard: "1/2" })).toBe(true);
    expect(await told({ shard: "2/2" })).toBe(false);
    expect(await told({ only: "customer-00000/*" })).toBe(false);
    expect(await told({ adopt: true })).toBe(false);
  });

  test("JSON has all of them in the public format", async () => {
    const { out } = await run({ edit: OVERDUE, format: "json" });
    const report = AuditFindingsReportSchema.parse(JSON.parse(out));
    expect(report.partner).toHaveLength(40);
    expect(report.partner?.find(({ control }) => control === "leavers-removed")).toMatchObject({
      status: "fail",
      due: "2026-04-20",
      location: { file: expect.stringMatching(/partner\.yaml$/) },
    });
    expect(report.summary.fail).toBe(0);
  });

  test("SARIF has failures, and due duties as notes", async () => {
    const results = async (edit: [RegExp, string]) =>
      JSON.parse((await run({ edit, format: "sarif" })).out).runs[0].results;
    expect(await results(OVERDUE)).toMatchObject([
      {
        ruleId: "leavers-removed",
        level: "error",
        locations: [{ physicalLocation: { artifactLocation: { uri: "fleet/partner.yaml" } } }],
      },
    ]);
    expect(await results(DUE)).toMatchObject([{ ruleId: "leavers-removed", level: "note" }]);
    const { rules } = JSON.parse((await run({ format: "sarif" })).out).runs[0].tool.driver;
    expect(rules.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(["leavers-removed", "partner-attestations"]),
    );
  });

  test("JUnit has a suite of them, in which unobserved ones are skipped", async () => {
    const { out } = await run({ edit: OVERDUE, format: "junit" });
    expect(out).toContain('<testsuite name="(the partner)" tests="40" failures="1" errors="0" skipped="5"');
    expect(out).toMatch(/<testsuites name="csp-baseline audit" tests="\d+" failures="1" errors="0">/);
    expect(out).toMatch(/name="partner leavers-removed" time="0"><failure type="high" message="alice/);
  });
});
