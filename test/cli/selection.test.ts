import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ReviewOptions, review } from "../../src/cli/review/run.ts";
import { readSelection, selectSubscriptions } from "../../src/cli/selection.ts";
import type { Finding } from "../../src/findings/index.ts";
import { FakeStacks } from "../runner/fake-stacks.ts";
import { deployIn, planIn } from "../runner/verbs.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER } from "../support/fleet.ts";

const [PROD, SANDBOX, LAB] = [1, 2, 3].map((end) => `00000000-0000-0000-0000-00000000000${end}`) as [
  string,
  string,
  string,
];
const FILES = {
  "partner.yaml": PARTNER,
  "customers/contoso.yaml": `${CONTOSO}  - { id: ${LAB}, name: lab }\n`,
};
const FLEET = fleetOf({ contoso: FILES["customers/contoso.yaml"] });

function finding(subscriptionId: string, control: string, rest: Partial<Finding> = {}): Finding {
  const named = { subscriptionName: "any", customer: "contoso", references: [] };
  return {
    control,
    severity: "high",
    subscriptionId,
    status: "fail",
    message: "it is wrong",
    ...named,
    ...rest,
  };
}

/** A result with these findings, in a file. */
function resultFile(...findings: readonly Finding[]): string {
  const summary = { subscriptions: 3, covered: 0, pass: 0, fail: 0, excepted: 0, unknown: 0 };
  const head = {
    schema: "csp-baseline/findings/v1",
    generatedAt: "2026-11-24T01:00:00.000Z",
    source: "azure",
  };
  return join(folderOf({ "findings.json": JSON.stringify({ ...head, summary, findings }) }), "findings.json");
}

const RESULT = resultFile(
  finding(PROD, "budget"),
  finding(SANDBOX, "security-contact", { severity: "critical" }),
  finding(SANDBOX, "budget", { status: "pass" }),
  finding(LAB, "budget", { status: "unknown", severity: "medium" }),
  finding(LAB, "action-group", { status: "excepted" }),
  finding("99999999-0000-0000-0000-000000000000", "unmanaged-subscription"),
);

test.each([
  [{}, [PROD, SANDBOX, LAB]],
  [{ findings: RESULT }, [PROD, SANDBOX, LAB]],
  [{ findings: RESULT, status: ["fail"] }, [PROD, SANDBOX]],
  [{ findings: RESULT, status: ["unknown"] }, [LAB]],
  [{ findings: RESULT, control: ["budget"] }, [PROD, LAB]],
  [{ findings: RESULT, control: ["budget"], status: ["fail"] }, [PROD]],
  [
    { findings: RESULT, control: ["budget", "security-contact"], severity: ["critical", "medium"] },
    [SANDBOX, LAB],
  ],
  [{ findings: RESULT, control: ["resource-health-alert"] }, []],
  [{ findings: RESULT, only: "contoso/*o*", status: ["fail"] }, [PROD, SANDBOX]],
  [{ only: ["prod", LAB] }, [PROD, LAB]],
  [{ findings: RESULT, only: ["prod", "lab"], control: ["security-contact"] }, []],
] as const)("%j leaves the right subscriptions", (options, expected) => {
  expect(selectSubscriptions(FLEET, readSelection(options)).map(({ id }) => id)).toEqual(expected);
});

test.each([
  [{ control: ["budget"] }, "--control needs --findings"],
  [{ status: ["fail"] }, "--status needs --findings"],
  [{ findings: RESULT, control: ["bugdet"] }, 'Did you mean "budget"?'],
  [{ findings: "none.json" }, "--findings none.json: ENOENT"],
  [{ findings: join(folderOf({ "a.json": '{"findings":[]}' }), "a.json") }, "is not a findings file"],
  [{ shard: "6/5" }, "--shard must be i/n"],
] as const)("%j is refused", (options, message) => {
  expect(() => readSelection(options)).toThrow(message);
});

test("every glob has to name something", () => {
  expect(() => selectSubscriptions(FLEET, readSelection({ only: ["prod", "labb"] }))).toThrow(
    '--only "labb" matches no subscription',
  );
});

/** Stacks of the three subscriptions, with the fleet beside them. */
function fakes(): FakeStacks {
  const made = new FakeStacks({ [PROD]: { a: 1 }, [SANDBOX]: { a: 1 }, [LAB]: { a: 1 } });
  mkdirSync(join(made.root, "fleet", "customers"), { recursive: true });
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(made.root, "fleet", path), text);
  return made;
}

test("plan plans the stacks with a finding, and reports the selection", async () => {
  const { err, result } = await planIn(fakes(), { findings: RESULT, status: ["fail"] });
  expect(result.stacks.map(({ id }) => id)).toEqual([PROD, SANDBOX]);
  expect(err).toContain(
    "--findings: 3 open findings of 2026-11-24T01:00:00.000Z in 2 managed subscriptions\n  1 subscription of the result ignored: not in the fleet",
  );
});

test("a result without open findings plans nothing and succeeds", async () => {
  const { code, result } = await planIn(fakes(), {
    findings: resultFile(finding(PROD, "budget", { status: "pass" })),
  });
  expect([code, result.stacks]).toEqual([0, []]);
});

test("deploy applies the plans of the stacks that have a finding", async () => {
  const all = fakes();
  await planIn(all);
  // What these stacks declare is not judged here: the judge of plans has tests of its own.
  const { result } = await deployIn(all, { findings: RESULT, control: ["security-contact"] });
  expect(result.stacks.map(({ id }) => id)).toEqual([SANDBOX]);
});

test("findings do not include subscriptions that left the fleet", async () => {
  const { code, err } = await planIn(fakes(), { findings: RESULT, retire: "forget" });
  expect([code, err]).toEqual([2, expect.stringContaining("use one of them")]);
});

test("review judges the selected subscriptions, and passes over the plans of others", () => {
  const out: string[] = [];
  const console = {
    out: (text: string) => void out.push(text),
    err: () => {},
    progress: () => {},
    style: (_: unknown, text: string) => text,
    env: {},
    now: () => new Date("2026-11-24T12:00:00Z"),
  };
  const plans = folderOf({ [`${PROD}.json`]: "not a plan", [`${SANDBOX}.json`]: "not a plan" });
  const reviewed = (options: Partial<ReviewOptions>) => {
    out.length = 0;
    review({ fleet: folderOf(FILES), plans: [plans], format: "json", ...options }, console);
    const { findings, summary } = JSON.parse(out.join("\n"));
    return [
      summary.subscriptions,
      new Set(findings.map((one: Finding) => one.subscriptionId)),
      summary.unknown > 0,
    ];
  };
  expect(reviewed({})).toEqual([3, new Set([PROD, SANDBOX, LAB]), true]);
  expect(reviewed({ findings: RESULT, status: ["unknown"] })).toEqual([1, new Set([LAB]), false]);
  expect(reviewed({ only: ["prod", "lab"] })).toEqual([2, new Set([PROD, LAB]), true]);
});
