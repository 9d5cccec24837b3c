import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Console } from "../../src/cli/console.ts";
import { type ReviewOptions, review } from "../../src/cli/review/run.ts";
import { folderOf, PARTNER } from "../support/fleet.ts";
import { azurePlan, guid } from "../support/plan.ts";
import { temporaryFolder } from "../support/stack.ts";

function fleetFolder(...ids: string[]): string {
  const subscriptions = ids.map((id, index) => `  - { id: ${id}, name: sub-${index + 1} }`).join("\n");
  const contoso = `customer: contoso\ndisplayName: Contoso\ntenantId: 22222222-2222-2222-2222-222222222222\nsubscriptions:\n${subscriptions}\n`;
  return folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": contoso });
}

/** Runs the command as a user would see it. */
function run(options: Partial<ReviewOptions> & { plans: readonly string[] }) {
  const out: string[] = [];
  const err: string[] = [];
  const console: Console = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    progress: () => {},
    style: (_, text) => text,
    env: {},
    now: () => new Date("2026-11-24T12:00:00Z"),
  };
  const status = review({ fleet: fleetFolder(guid(1)), format: "json", ...options }, console);
  return { status, out: out.join("\n"), err: err.join("\n") };
}

test("plans of a folder are found at any depth, and other files are ignored", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "deep/er"), { recursive: true });
  mkdirSync(join(folder, ".terraform"));
  copyFileSync(azurePlan("02-no-op"), join(folder, "deep/er/a.json"));
  for (const other of [
    "manifest.json",
    "result.json",
    "cdk.tf.json",
    ".terraform/x.json",
    ".part.json",
    "notes.txt",
  ]) {
    writeFileSync(join(folder, other), "{}");
  }
  symlinkSync(folder, join(folder, "deep/loop"));
  const { err, out, status } = run({ plans: [folder] });
  expect(err).toBe("");
  // Two controls of the baseline are missing in this plan.
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    schema: "csp-baseline/findings/v1",
    source: "plan",
    summary: { subscriptions: 1, fail: 2 },
  });
});

test("nothing open ends with 0: the stacks of a fleet without plans are whole", () => {
  const { err, status } = run({ plans: [temporaryFolder()] });
  expect(status).toBe(0);
  expect(err).toContain("every stack is judged without a plan");
});

test("when no plan could be read it ends with 2, and says of each why", () => {
  const folder = folderOf({ "a.json": "", "b.json": "{" });
  const { err, status } = run({ plans: [folder, join(folder, "none.json")] });
  expect(status).toBe(2);
  expect(err).toContain("a.json: it is empty");
  expect(err).toContain("b.json: it is cut off");
  expect(err).toContain("none.json: the file does not exist");
});

test("one bad file beside a good one ends with 1", () => {
  const bad = join(folderOf({ "a.json": "" }), "a.json");
  expect(run({ plans: [azurePlan("02-no-op"), bad] }).status).toBe(1);
});

test("a plan of a subscription outside of the fleet ends with exit code 1", () => {
  const { err, status } = run({ plans: [azurePlan("16-adopt-all")] });
  expect(status).toBe(1);
  expect(err).toContain(`subscription ${guid(20)} is not in the fleet`);
});

test("an invalid fleet ends with 2 before any plan is read", () => {
  const fleet = folderOf({ "partner.yaml": "partner: 1\n" });
  const { err, out, status } = run({ fleet, plans: ["none.json"] });
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain("partner.yaml:1:");
});

test("a fleet with expired exceptions is reviewed", () => {
  const fleet = fleetFolder(guid(1));
  const file = join(fleet, "customers/contoso.yaml");
  writeFileSync(
    file,
    `${readFileSync(file, "utf8")}exceptions:\n  - { control: budget, reason: It was a sandbox once, approvedBy: bob@fabrikam.example, expires: 2026-01-31 }\n`,
  );
  expect(run({ fleet, plans: [azurePlan("02-no-op")] }).status).toBe(1);
});

test("the output appears whole, in a folder that is made for it, and is not taken for a plan the next time", () => {
  const folder = temporaryFolder();
  copyFileSync(azurePlan("02-no-op"), join(folder, "plan.json"));
  const output = join(folder, "reviews/review.json");
  for (const _ of [1, 2]) {
    const { err, out } = run({ plans: [folder], output });
    expect([out, err]).toEqual(["", ""]);
  }
  expect(readdirSync(join(folder, "reviews"))).toEqual(["review.json"]);
  expect(readFileSync(output, "utf8").endsWith("}\n")).toBe(true);
});

test("an output that cannot be written and an invalid stack folder are reported", () => {
  const folder = folderOf({ file: "" });
  expect(() => run({ plans: [azurePlan("02-no-op")], output: join(folder, "file/x.json") })).toThrow(
    /cannot write/,
  );
  expect(() => run({ plans: [azurePlan("02-no-op")], stacks: join(folder, "none") })).toThrow(
    /is not a folder/,
  );
  expect(() => run({ plans: [] })).toThrow(/--plans/);
  expect(existsSync(join(folder, "none"))).toBe(false);
});

test("a changed stack without a plan is not reviewed, which ends with 1; one that is gone needs none", () => {
  const changed = (reason: string) =>
    JSON.stringify({ schema: "csp-baseline/changed/v1", changed: [{ id: guid(1), reason }] });
  const lists = folderOf({ "changed.json": changed("changed"), "removed.json": changed("removed") });
  const withList = (name: string) => run({ plans: [temporaryFolder()], expect: join(lists, name) });
  expect(withList("removed.json").status).toBe(0);
  const { out, status } = withList("changed.json");
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ complete: false, summary: { unknown: 7 } });
});

test.each([
  ["missing", undefined],
  ["empty", ""],
  ["cut off", '{"schema":'],
  ["a list", "[]"],
  ["of another kind", '{"schema":"csp-baseline/findings/v1"}'],
])("a list of changed stacks that is %s is one clear line", (_, text) => {
  const folder = folderOf(text === undefined ? {} : { "changed.json": text });
  expect(() => run({ plans: [folder], expect: join(folder, "changed.json") })).toThrow(
    /^--expect "[^"]+" is not an output of csp-baseline plan --list/,
  );
});

test("a link in a named folder is reported as not read, and its subscription as not reviewed", () => {
  const folder = folderOf({ "real/x": "" });
  const link = join(folder, `${guid(1)}.json`);
  symlinkSync(azurePlan("03-security-contact-deleted"), link);
  const { err, out, status } = run({ plans: [folder] });
  expect(status).not.toBe(0);
  expect(err).toContain(`${link}: it is a symbolic link, which is not read`);
  expect(JSON.parse(out).summary).toMatchObject({ pass: 0, fail: 0 });
});

test.runIf(process.platform !== "win32")(
  "a pipe that is named as a plan is refused, and not waited for",
  () => {
    const pipe = join(temporaryFolder(), `${guid(1)}.json`);
    execFileSync("mkfifo", [pipe]);
    const { err, status } = run({ plans: [pipe] });
    expect([status, err]).toEqual([
      2,
      expect.stringContaining("it is a named pipe (FIFO), not a regular file"),
    ]);
  },
);

test("a stack whose plan failed in the run that the folder records is not reviewed", () => {
  const at = "2026-11-24T12:00:00.000Z";
  const entry = {
    event: "plan-failed",
    at,
    run: "r",
    stack: guid(1),
    kind: "other",
    message: "AuthorizationFailed",
  };
  const journal = folderOf({ "run.jsonl": `${JSON.stringify(entry)}\n` });
  const stacks = [{ id: guid(1), status: "not-started" }];
  const result = folderOf({
    "result.json": JSON.stringify({ schema: "csp-baseline/run/v1", verb: "plan", stacks }),
  });
  for (const [folder, reason] of [
    [journal, "its plan failed: AuthorizationFailed"],
    [result, "its plan is not-started"],
  ] as const) {
    const { out, status } = run({ plans: [folder], format: "markdown" });
    expect([status, out]).toEqual([1, expect.stringContaining(reason)]);
  }
  // A plan that is there counts, whatever became of another.
  copyFileSync(azurePlan("02-no-op"), join(journal, `${guid(1)}.json`));
  expect(run({ plans: [journal], format: "markdown" }).out).not.toContain("AuthorizationFailed");
});

test("a plan that an earlier run applied has no pending changes, until it is planned again", () => {
  const folder = temporaryFolder();
  copyFileSync(azurePlan("03-security-contact-deleted"), join(folder, `${guid(1)}.json`));
  copyFileSync(azurePlan("03-security-contact-deleted"), join(folder, "other.json"));
  const hash = "0".repeat(64);
  for (const name of [`${guid(1)}.json`, "other.json"]) utimesSync(join(folder, name), 1000, 1000);
  const entry = { at: "2026-11-24T12:00:00.000Z", run: "r", stack: guid(1) };
  const changes = { add: 0, change: 0, destroy: 1, import: 0, forget: 0, any: true };
  const applied = JSON.stringify({ ...entry, event: "applied", planHash: hash, changes });
  const planned = JSON.stringify({ ...entry, event: "planned", stackHash: hash, planHash: hash, changes });
  const reviewed = (plan: string, ...journal: readonly string[]) => {
    writeFileSync(join(folder, "run.jsonl"), journal.map((line) => `${line}\n`).join(""));
    return JSON.parse(run({ plans: [join(folder, plan)] }).out).changes[0];
  };
  expect(reviewed(`${guid(1)}.json`, planned, applied)).toMatchObject({ applied: true, changes: [] });
  expect(reviewed(`${guid(1)}.json`, planned, applied, planned)).not.toHaveProperty("applied");
  // A plan of another name is not one of the runs, and neither is one that was written after the apply.
  expect(reviewed("other.json", planned, applied)).not.toHaveProperty("applied");
  utimesSync(join(folder, `${guid(1)}.json`), 2e9, 2e9);
  expect(reviewed(`${guid(1)}.json`, planned, applied)).not.toHaveProperty("applied");
});
