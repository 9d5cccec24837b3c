import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { App } from "#engine";
import { REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
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

/** Returns every file below the folder with its text. */
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

test("two runs in different folders and on different days give the same bytes", () => {
  const [first, second] = [temporaryFolder(), join(temporaryFolder(), "some", "where", "else")];
  synthesize(first);
  synthesize(second, { today: day("2027-03-01") });
  expect(contents(second)).toEqual(contents(first));
});

test("a stack equals the engine's own output", () => {
  const [ours, theirs] = [temporaryFolder(), temporaryFolder()];
  const fleet = fleetOf();
  synthesize(ours, {}, fleet);
  const app = new App({ outdir: theirs, stackTraces: false });
  for (const subscription of fleet.subscriptions) new SubscriptionStack(app, { fleet, subscription });
  app.synth();
  const parsed = (folder: string) =>
    Object.fromEntries(
      Object.entries(contents(folder))
        .filter(([path]) => path !== ".fleet-keys.json")
        .map(([path, text]) => [path, JSON.parse(text)]),
    );
  expect(parsed(ours)).toEqual(parsed(theirs));
});

test("a stack contains no path of this machine", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  for (const text of Object.values(contents(outdir))) {
    expect(text).not.toContain(process.cwd());
    expect(text).not.toContain(outdir);
  }
});

test("a failure leaves an empty folder empty", () => {
  const outdir = join(temporaryFolder(), "cdktf.out");
  expect(synthesize(outdir, failing).passed).toBe(false);
  expect(readdirSync(join(outdir, ".."))).toEqual([]);
});

test("a failure does not change the last output", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const good = contents(outdir);
  expect(synthesize(outdir, failing).passed).toBe(false);
  expect(contents(outdir)).toEqual(good);
});

test("Terraform's files beside a stack survive the next synthesis", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  writeFileSync(join(outdir, "stacks", PROD, ".terraform.lock.hcl"), "# a lock");
  synthesize(outdir);
  expect(contents(outdir)[join("stacks", PROD, ".terraform.lock.hcl")]).toBe("# a lock");
});

/** Returns a lock file as written by `terraform init`. */
function lockOf(version: string): string {
  return `# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/hashicorp/azurerm" {
  version     = "${version}"
  constraints = "${version}"
  hashes = ["h1:abc="]
}
`;
}

test("removes a lock file with other provider versions than the stack's, keeps one with the same", () => {
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

test("keeps the stack of a subscription that left the fleet under a name that Terraform does not read", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const whole = contents(outdir);
  writeFileSync(join(outdir, "stacks", SANDBOX, "errored.tfstate"), "{}");
  const fleet = fleetOf();
  synthesize(outdir, { subscriptions: fleet.subscriptions.slice(0, 1) }, fleet);
  expect(Object.keys(contents(outdir)).sort()).toEqual([
    ".fleet-keys.json",
    "manifest.json",
    join("stacks", PROD, "cdk.tf.json"),
    join("stacks", SANDBOX, "errored.tfstate"),
    join("stacks", SANDBOX, "retired.json"),
  ]);
  expect(contents(outdir)[join("stacks", SANDBOX, "retired.json")]).toBe(
    whole[join("stacks", SANDBOX, "cdk.tf.json")],
  );
  // The subscription comes back, and nothing is retired any more.
  synthesize(outdir);
  expect(contents(outdir)).toEqual({ ...whole, [join("stacks", SANDBOX, "errored.tfstate")]: "{}" });
});

test("removes the files of a killed run", () => {
  const outdir = temporaryFolder();
  // Larger than any process id of the kernel.
  mkdirSync(join(outdir, ".staging-99999999", "stacks"), { recursive: true });
  synthesize(outdir);
  expect(readdirSync(outdir).sort()).toEqual([".fleet-keys.json", "manifest.json", "stacks"]);
});

test("the manifest names exactly the stacks", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  expect(Object.keys(stacks)).toEqual([PROD, SANDBOX]);
  expect(stacks[PROD]).toMatchObject({
    synthesizedStackPath: `stacks/${PROD}/cdk.tf.json`,
    dependencies: [],
  });
});

test("subscriptions of one shape have the same judgement, each with its own id", () => {
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

/** The default fleet, with sandbox excepted from its budget. */
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

test("reports a subscription of a known shape that passes all controls by a number, with the same sum", () => {
  const told: string[] = [];
  const counted = synthesize(temporaryFolder(), {
    onSubscription: ({ name }, findings) => told.push(`${name}: ${findings.length} findings`),
    onPassed: ({ name }, controls) => told.push(`${name}: ${controls} passed`),
  });
  expect(told).toEqual([
    `prod: ${REQUIRED_CONTROLS.length} findings`,
    `sandbox: ${REQUIRED_CONTROLS.length} passed`,
  ]);
  expect(counted.summary).toEqual({
    subscriptions: 2,
    covered: 2,
    pass: 2 * REQUIRED_CONTROLS.length,
    fail: 0,
    excepted: 0,
    unknown: 0,
  });
  expect(synthesize(temporaryFolder(), { onSubscription: () => {} }).summary).toEqual(counted.summary);
});

test("never reports an excepted subscription by a number", () => {
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

test("never reports an open finding by a number", () => {
  const told: string[] = [];
  const { open, passed } = synthesize(temporaryFolder(), {
    ...failing,
    onPassed: ({ name }) => told.push(name),
  });
  expect([passed, open.length, told]).toEqual([false, 2, []]);
});

test("ignores other files among the stacks", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  writeFileSync(join(outdir, "stacks", ".DS_Store"), "");
  const whole = contents(outdir);
  expect(synthesize(outdir).passed).toBe(true);
  expect(contents(outdir)).toEqual(whole);
});

/** A fleet with prod alone, and with another baseline. */
function otherFleet(): Fleet {
  const [contoso = ""] = CONTOSO.split("  - id: 00000000-0000-0000-0000-000000000002");
  return fleetOf({ contoso, partner: PARTNER.replace("westeurope", "northeurope") });
}

test("restores the last output when a stack cannot be moved into place", () => {
  const outdir = temporaryFolder();
  synthesize(outdir, {}, otherFleet());
  // The place of the second stack's folder, when the first stack is in place already.
  writeFileSync(join(outdir, "stacks", SANDBOX), "a file in place of a folder");
  const good = contents(outdir);
  expect(() => synthesize(outdir)).toThrow(/EEXIST|ENOTDIR/);
  expect(contents(outdir)).toEqual(good);
  expect(readdirSync(outdir).sort()).toEqual([".fleet-keys.json", "manifest.json", "stacks"]);
});

test("restores the last output of a run that was killed during its commit", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const good = contents(outdir);
  // The state that such a run leaves: the manifest and prod's stack moved away, prod's new stack in place.
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

test("does not touch the commit of a running process", () => {
  const outdir = temporaryFolder();
  synthesize(outdir);
  const before = join(outdir, `.before-${process.ppid}`);
  mkdirSync(before);
  renameSync(join(outdir, "manifest.json"), join(before, "manifest.json"));
  restoreLastOutput(outdir);
  expect(readdirSync(before)).toEqual(["manifest.json"]);
});
