import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { App } from "#engine";
import type { Fleet } from "../../src/fleet/index.ts";
import { type SynthesizeOptions, synthesizeFleet } from "../../src/synthesis/index.ts";
import { restoreLastOutput } from "../../src/synthesis/last-output.ts";
import { SubscriptionStack } from "../../stacks/index.ts";
import { CONTOSO, day, fleetOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const PROD = "00000000-0000-0000-0000-000000000001";
const SANDBOX = "00000000-0000-0000-0000-000000000002";

function synthesize(outdir: string, options: Partial<SynthesizeOptions> = {}, fleet: Fleet = fleetOf()) {
  return synthesizeFleet(fleet, { outdir, today: TODAY, ...options });
}

/** Every file below the folder with its text. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [relative(folder, path), readFileSync(path, "utf8")];
    }),
  );
}

const failing: Partial<SynthesizeOptions> = {
  build: (app, subscription, fleet) => {
    const stack = new SubscriptionStack(app, { fleet, subscription });
    stack.node.findChild("baseline").node.tryRemoveChild("budget");
  },
};

test("two runs, into two folders and on two days, give the same bytes", () => {
  const [first, second] = [temporaryFolder(), join(temporaryFolder(), "some", "where", "else")];
  synthesize(first);
  synthesize(second, { today: day("2027-03-01") });
  expect(contents(second)).toEqual(contents(first));
});

test("a stack is what the engine itself would synthesize", () => {
  const [ours, theirs] = [temporaryFolder(), temporaryFolder()];
  const fleet = fleetOf();
  synthesize(ours, {}, fleet);
  const app = new App({ outdir: theirs, stackTraces: false });
  for (const subscription of fleet.subscriptions) new SubscriptionStack(app, { fleet, subscription });
  app.synth();
  const parsed = (folder: string) =>
    Object.fromEntries(Object.entries(contents(folder)).map(([path, text]) => [path, JSON.parse(text)]));
  expect(parsed(ours)).toEqual(parsed(theirs));
});

test("no path of this machine stands in a stack", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  for (const text of Object.values(contents(outdir))) {
    expect(text).not.toContain(process.cwd());
    expect(text).not.toContain(outdir);
  }
});

test("after a failure in an empty folder nothing is there", () => {
  const outdir = join(temporaryFolder(), "cdktf.out");
  expect(synthesize(outdir, failing).passed).toBe(false);
  expect(readdirSync(join(outdir, ".."))).toEqual([]);
});

test("after a failure the last good output is as it was", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const good = contents(outdir);
  expect(synthesize(outdir, failing).passed).toBe(false);
  expect(contents(outdir)).toEqual(good);
});

test("what Terraform keeps beside a stack outlives the next synthesis", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  writeFileSync(join(outdir, "stacks", PROD, ".terraform.lock.hcl"), "# a lock");
  synthesize(outdir);
  expect(contents(outdir)[join("stacks", PROD, ".terraform.lock.hcl")]).toBe("# a lock");
});

/** A lock file as `terraform init` writes it. */
function lockOf(version: string): string {
  return `# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/hashicorp/azurerm" {
  version     = "${version}"
  constraints = "${version}"
  hashes = ["h1:abc="]
}
`;
}

test("a lock file of other provider versions than the stack's goes, one of the same versions stays", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const { terraform } = JSON.parse(readFileSync(join(outdir, "stacks", PROD, "cdk.tf.json"), "utf8"));
  const { version } = terraform.required_providers.azurerm;
  const lock = (id: string) => join(outdir, "stacks", id, ".terraform.lock.hcl");
  writeFileSync(lock(PROD), lockOf("3.0.0"));
  writeFileSync(lock(SANDBOX), lockOf(version));
  expect(synthesize(outdir, failing).passed).toBe(false);
  expect(readFileSync(lock(PROD), "utf8")).toBe(lockOf("3.0.0"));
  synthesize(outdir);
  expect(existsSync(lock(PROD))).toBe(false);
  expect(readFileSync(lock(SANDBOX), "utf8")).toBe(lockOf(version));
});

test("a stack whose subscription left the fleet is kept where Terraform does not see it, beside a state that was left", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const whole = contents(outdir);
  writeFileSync(join(outdir, "stacks", SANDBOX, "errored.tfstate"), "{}");
  const fleet = fleetOf();
  synthesize(outdir, { subscriptions: fleet.subscriptions.slice(0, 1) }, fleet);
  expect(Object.keys(contents(outdir)).sort()).toEqual([
    "manifest.json",
    join("stacks", PROD, "cdk.tf.json"),
    join("stacks", SANDBOX, "errored.tfstate"),
    join("stacks", SANDBOX, "retired.json"),
  ]);
  expect(contents(outdir)[join("stacks", SANDBOX, "retired.json")]).toBe(
    whole[join("stacks", SANDBOX, "cdk.tf.json")],
  );
  // It comes back, and nothing is to be retired any more.
  synthesize(outdir);
  expect(contents(outdir)).toEqual({ ...whole, [join("stacks", SANDBOX, "errored.tfstate")]: "{}" });
});

test("what a killed run left behind is cleared away", () => {
  const outdir = temporaryFolder();
  // No process has this id: it is above what the kernel gives out.
  mkdirSync(join(outdir, ".staging-99999999", "stacks"), { recursive: true });
  synthesize(outdir);
  expect(readdirSync(outdir).sort()).toEqual(["manifest.json", "stacks"]);
});

test("the manifest names every stack, and nothing else", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  expect(Object.keys(stacks)).toEqual([PROD, SANDBOX]);
  expect(stacks[PROD]).toMatchObject({
    synthesizedStackPath: `stacks/${PROD}/cdk.tf.json`,
    dependencies: [],
  });
});

test("subscriptions of one shape are judged alike, each under its own id", () => {
  const seen: string[] = [];
  synthesize(temporaryFolder(), {
    ...failing,
    onSubscription: (subscription, findings) => {
      for (const { control, status, subscriptionId } of findings) {
        if (status !== "pass")
          seen.push(`${subscription.name} ${subscriptionId === subscription.id} ${control}`);
      }
    },
  });
  expect(seen).toEqual(["prod true budget", "sandbox true budget"]);
});

/** The ordinary fleet, with sandbox excepted from its budget. */
function exceptedFleet(): Fleet {
  const exception = `exceptions:
  - control: budget
    subscriptions: [sandbox]
    reason: Costs of the sandbox are capped elsewhere
    approvedBy: bob@fabrikam.example
    expires: 2027-03-31
`;
  return fleetOf({ contoso: CONTOSO + exception });
}

test("who passes everything, in a shape that was judged before, can be told by a number; the sum is the same", () => {
  const told: string[] = [];
  const counted = synthesize(temporaryFolder(), {
    onSubscription: ({ name }, findings) => told.push(`${name}: ${findings.length} findings`),
    onPassed: ({ name }, controls) => told.push(`${name}: ${controls} passed`),
  });
  expect(told).toEqual(["prod: 7 findings", "sandbox: 7 passed"]);
  expect(counted.summary).toEqual({
    subscriptions: 2,
    covered: 2,
    pass: 14,
    fail: 0,
    excepted: 0,
    unknown: 0,
  });
  expect(synthesize(temporaryFolder(), { onSubscription: () => {} }).summary).toEqual(counted.summary);
});

test("who is excepted is never told by a number, even with a stack like that of one who passes", () => {
  const told: string[] = [];
  const plain = fleetOf();
  const { summary } = synthesize(
    temporaryFolder(),
    {
      onPassed: ({ name }) => told.push(name),
      build: (app, { id }) => {
        const subscription = plain.subscription(id);
        if (subscription !== undefined) new SubscriptionStack(app, { fleet: plain, subscription });
      },
    },
    exceptedFleet(),
  );
  expect(told).toEqual([]);
  expect(summary).toMatchObject({ pass: 13, excepted: 1 });
});

test("an open finding is never told by a number", () => {
  const told: string[] = [];
  const { open, passed } = synthesize(temporaryFolder(), {
    ...failing,
    onPassed: ({ name }) => told.push(name),
  });
  expect([passed, open.length, told]).toEqual([false, 2, []]);
});

test("a stray file among the stacks is passed over", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  writeFileSync(join(outdir, "stacks", ".DS_Store"), "");
  const whole = contents(outdir);
  expect(synthesize(outdir).passed).toBe(true);
  expect(contents(outdir)).toEqual(whole);
});

/** Another fleet than the ordinary one: prod alone, and with another baseline. */
function otherFleet(): Fleet {
  const [contoso = ""] = CONTOSO.split("  - id: 00000000-0000-0000-0000-000000000002");
  return fleetOf({ contoso, partner: PARTNER.replace("westeurope", "northeurope") });
}

test("when a stack cannot be put in its place, the last output is put back whole", () => {
  const outdir = temporaryFolder();
  synthesize(outdir, {}, otherFleet());
  // Where the folder of the second stack is to be, when the first is in place already.
  writeFileSync(join(outdir, "stacks", SANDBOX), "a file in place of a folder");
  const good = contents(outdir);
  expect(() => synthesize(outdir)).toThrow(/EEXIST|ENOTDIR/);
  expect(contents(outdir)).toEqual(good);
  expect(readdirSync(outdir).sort()).toEqual(["manifest.json", "stacks"]);
});

test("what a run that was killed while it replaced the output had taken away is put back by the next", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const good = contents(outdir);
  // As such a run leaves it: the manifest and prod's stack are taken away, prod's new one is in place.
  const before = join(outdir, ".before-99999999");
  mkdirSync(before);
  renameSync(join(outdir, "manifest.json"), join(before, "manifest.json"));
  renameSync(join(outdir, "stacks", PROD, "cdk.tf.json"), join(before, `${PROD}.cdk.tf.json`));
  writeFileSync(join(outdir, "stacks", PROD, "cdk.tf.json"), "{}");
  const added = join(outdir, "stacks", "00000000-0000-0000-0000-000000000009");
  mkdirSync(added);
  writeFileSync(join(added, "cdk.tf.json"), "{}");
  restoreLastOutput(outdir);
  expect(contents(outdir)).toEqual(good);
});

test("what another run is replacing right now is left to it", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const before = join(outdir, `.before-${process.ppid}`);
  mkdirSync(before);
  renameSync(join(outdir, "manifest.json"), join(before, "manifest.json"));
  restoreLastOutput(outdir);
  expect(readdirSync(before)).toEqual(["manifest.json"]);
});
