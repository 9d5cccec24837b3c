import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { readRevision } from "../../src/runner/index.ts";
import { runnerJsonSchema } from "../../src/runner/json-schema.ts";
import { synthesizeFleet } from "../../src/synthesis/index.ts";
import { CONTOSO, folderOf, PARTNER, TODAY } from "../support/fleet.ts";
import { validatorOf } from "../support/json-schema.ts";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { planIn } from "./verbs.ts";

/** Also rejects keys that schema/changed.json does not name. */
const validate = validatorOf(JSON.parse(runnerJsonSchema("changed.json", "known")));
const SANDBOX = "00000000-0000-0000-0000-000000000002";
const THIRD = "00000000-0000-0000-0000-000000000003";

/** A project with a fleet, committed in git. */
class Project {
  readonly root = folderOf({
    "fleet/partner.yaml": PARTNER,
    "fleet/customers/contoso.yaml": CONTOSO,
    "main.ts": "// the app\n",
    "README.md": "words\n",
    "test/a.test.ts": "// a test\n",
    ".gitignore": "cdktf.out/\n",
  });

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit();
  }

  git(...args: string[]): void {
    const { status, stderr } = spawnSync("git", args, {
      cwd: this.root,
      encoding: "utf8",
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "a",
        GIT_AUTHOR_EMAIL: "a@example.com",
        GIT_COMMITTER_NAME: "a",
        GIT_COMMITTER_EMAIL: "a@example.com",
        GIT_COMMITTER_DATE: "2026-11-20T12:00:00Z",
      },
    });
    if (status !== 0) throw new Error(stderr);
  }

  commit(): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "a commit");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  synthesize(outdir = join(this.root, "cdktf.out")): string {
    const loaded = loadFleet(join(this.root, "fleet"), { today: TODAY });
    if (!loaded.ok) throw new Error("the fleet is not valid");
    synthesizeFleet(loaded.fleet, { outdir, today: TODAY });
    return outdir;
  }

  /** Runs `plan --list --changed-since` in the project. */
  async list(changedSince: string, options: { only?: string; shard?: string } = {}) {
    const fakes = new FakeStacks({});
    const home = process.cwd();
    process.chdir(this.root);
    try {
      const { code, err, out } = await planIn(fakes, {
        fleet: "fleet",
        out: "cdktf.out",
        changedSince,
        list: true,
        ...options,
      });
      const list = out === "" ? undefined : JSON.parse(out);
      if (list !== undefined) expect(validate(list)).toEqual([]);
      return { code, err, list };
    } finally {
      process.chdir(home);
    }
  }
}

const withAmount = CONTOSO.replace("name: sandbox", "name: sandbox\n    baseline: { budget: { amount: 7 } }");

test("only stacks that differ from the revision's are listed, with their names", async () => {
  const project = new Project();
  project.write("fleet/customers/contoso.yaml", withAmount);
  project.synthesize();
  const { code, list } = await project.list("HEAD");
  expect(code).toBe(0);
  expect(list).toEqual({
    schema: "csp-baseline/changed/v1",
    since: "HEAD",
    changed: [{ id: SANDBOX, name: "sandbox", customer: "contoso", reason: "changed" }],
    count: 1,
  });
});

test("a change without effect on stacks, such as a comment, a name or a moved file, lists none", async () => {
  const project = new Project();
  project.write(
    "fleet/customers/contoso.yaml",
    `# a comment\n${CONTOSO.replace("name: prod", "name: production")}`,
  );
  project.synthesize();
  expect((await project.list("HEAD")).list).toMatchObject({ changed: [], count: 0 });
});

test("new and removed subscriptions are distinguished, the removed with their earlier names", async () => {
  const project = new Project();
  project.write("fleet/customers/contoso.yaml", CONTOSO.replace(SANDBOX, THIRD).replace("sandbox", "third"));
  project.synthesize();
  expect((await project.list("HEAD")).list.changed).toEqual([
    { id: SANDBOX, name: "sandbox", customer: "contoso", reason: "removed" },
    { id: THIRD, name: "third", customer: "contoso", reason: "new" },
  ]);
});

test("in a fresh folder, the stacks of removed subscriptions are restored for --retire", async () => {
  const project = new Project();
  const whole = readFileSync(join(project.synthesize(), "stacks", SANDBOX, "cdk.tf.json"), "utf8");
  rmSync(join(project.root, "cdktf.out"), { recursive: true });
  project.write("fleet/customers/contoso.yaml", CONTOSO.slice(0, CONTOSO.indexOf(`  - id: ${SANDBOX}`)));
  const outdir = project.synthesize();
  await project.list("HEAD");
  expect(readFileSync(join(outdir, "stacks", SANDBOX, "retired.json"), "utf8")).toBe(whole);
  // The same after a change of code, with which all stacks count as changed.
  project.write("main.ts", "// another app\n");
  rmSync(join(outdir, "stacks", SANDBOX), { recursive: true });
  await project.list("HEAD");
  expect(readFileSync(join(outdir, "stacks", SANDBOX, "retired.json"), "utf8")).toBe(whole);
});

test("when code changed, all stacks count, and the list names the file", async () => {
  const project = new Project();
  project.write("main.ts", "// another app\n");
  project.synthesize();
  const { list } = await project.list("HEAD");
  expect(list).toMatchObject({ count: 2, because: "main.ts changed since HEAD" });
  expect(list.changed.map(({ reason }: { reason: string }) => reason)).toEqual(["code", "code"]);
});

test("documents are not code; tests are, because the app can import from them", async () => {
  const project = new Project();
  project.write("README.md", "other words\n");
  project.synthesize();
  expect((await project.list("HEAD")).list.count).toBe(0);
  project.write("test/a.test.ts", "// another test\n");
  expect((await project.list("HEAD")).list).toMatchObject({
    count: 2,
    because: "test/a.test.ts changed since HEAD",
  });
});

test("files beside the project count as well", () => {
  const { root } = new Project();
  const from = (folder: string) => readRevision("HEAD", join(root, "fleet"), join(root, folder)).changedCode;
  expect(from("test")).toBeUndefined();
  writeFileSync(join(root, "main.ts"), "// another app\n");
  expect(from("test")).toBe("main.ts");
});

test("changes are found whether committed or not", async () => {
  const project = new Project();
  project.write("fleet/customers/contoso.yaml", withAmount);
  project.commit();
  project.synthesize();
  expect((await project.list("HEAD")).list.count).toBe(0);
  expect((await project.list("HEAD~1")).list.count).toBe(1);
});

test("a revision without a fleet makes all stacks new, one with an invalid fleet all of them changed", async () => {
  const project = new Project();
  project.write("fleet/partner.yaml", "nonsense: [");
  project.commit();
  project.write("fleet/partner.yaml", PARTNER);
  project.commit();
  project.synthesize();
  expect((await project.list("HEAD~1")).list).toMatchObject({
    count: 2,
    because: expect.stringContaining("not valid"),
  });
  project.git("rm", "-r", "--quiet", "--cached", "fleet");
  project.git("commit", "--quiet", "--message", "no fleet");
  expect((await project.list("HEAD")).list.changed).toMatchObject([{ reason: "new" }, { reason: "new" }]);
});

test("git's index and files are not changed", async () => {
  const project = new Project();
  project.write("fleet/customers/contoso.yaml", withAmount);
  project.synthesize();
  await project.list("HEAD");
  const { stdout } = spawnSync("git", ["status", "--porcelain"], { cwd: project.root, encoding: "utf8" });
  expect(stdout).toBe(" M fleet/customers/contoso.yaml\n");
});

test.each(["no-such-branch", "--output=/tmp/x", "HEAD; touch x", "$(touch x)"])(
  "an invalid revision is rejected: %s",
  async (revision) => {
    const project = new Project();
    project.synthesize();
    const { code, err } = await project.list(revision);
    expect([code, err]).toEqual([2, expect.stringContaining("nor a git revision")]);
  },
);

test("another synthesis's folder is compared by its contents", async () => {
  const project = new Project();
  const base = project.synthesize(join(project.root, "base.out"));
  project.write("fleet/customers/contoso.yaml", withAmount);
  project.synthesize();
  expect((await project.list(base)).list.changed).toMatchObject([{ id: SANDBOX, reason: "changed" }]);
});

test("--only and --shard restrict the list, including removed subscriptions", async () => {
  const project = new Project();
  project.write("fleet/customers/contoso.yaml", CONTOSO.replace(/ {2}- id: \S+2\n.*\n/, ""));
  project.synthesize();
  expect((await project.list("HEAD", { only: "contoso/sand*" })).code).toBe(2);
  expect((await project.list("HEAD", { only: "contoso/*" })).list.count).toBe(1);
  const parts = await project.list("HEAD", { shard: "1/2" });
  const others = await project.list("HEAD", { shard: "2/2" });
  expect(parts.list.count + others.list.count).toBe(1);
});

test("plan runs only changed stacks, and names removed ones", async () => {
  const fakes = new FakeStacks(stacks(4));
  const base = join(fakes.root, "base.out");
  cpSync(fakes.out, base, { recursive: true });
  fakes.synthesize({ ...stacks(3), s2: { a: 5 } });
  rmSync(fakes.folder("s4"), { recursive: true });
  const { code, err, result } = await planIn(fakes, { changedSince: base });
  expect([code, result.stacks.map(({ id }) => id)]).toEqual([0, ["s2"]]);
  expect(err).toContain(`1 stack changed since ${base}`);
  expect(err).toContain("removed s4: not planned");
});
