// A Terraform that needs no provider, for tests, behind fake-terraform.sh: it keeps a state, locks it, makes plans that go stale, and fails on
// request. A stack's cdk.tf.json has `resources`, a map of names to values, and `removed` blocks. Files beside it:
// - state.json: the applied resources; state.lock exists while a process uses it
// - faults.json: { "<verb>" or "apply:<resource>": [texts] }. Each text fails one run, which prints it as an error. KILL
//   kills the process, and UNSTORED leaves an errored.tfstate.
// - slow.json: { "<verb>" or "apply:<resource>" or "interrupted": milliseconds }
// - shown.json: a plan in JSON to which `show` adds the changes
//
// FAKE_TERRAFORM_TRACE names a file that receives a line at every start and end.
const fs = require("node:fs");
const path = require("node:path");

const [verb, ...args] = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith("-"));
const [file] = args.filter((arg) => !arg.startsWith("-"));
const own = (name) => path.join(process.cwd(), name);
const read = (name, otherwise) =>
  fs.existsSync(own(name)) ? JSON.parse(fs.readFileSync(own(name), "utf8")) : otherwise;
const trace = (what) => {
  const line = {
    what,
    verb,
    pid: process.pid,
    stack: path.basename(process.cwd()),
    options,
    cache: process.env.TF_PLUGIN_CACHE_DIR,
  };
  if (process.env.FAKE_TERRAFORM_TRACE)
    fs.appendFileSync(process.env.FAKE_TERRAFORM_TRACE, `${JSON.stringify(line)}\n`);
};
let interrupts = 0;
process.on("SIGINT", () => {
  interrupts += 1;
  trace("interrupt");
  if (interrupts > 1) process.exit(1);
});
process.on("SIGTERM", () => trace("terminate"));

class Fault extends Error {}

function fault(point) {
  const faults = read("faults.json", {});
  const text = faults[point]?.shift();
  if (text === undefined) return;
  fs.writeFileSync(own("faults.json"), JSON.stringify(faults));
  if (text === "KILL") process.kill(process.pid, "SIGKILL");
  if (text === "UNSTORED") {
    fs.writeFileSync(own("errored.tfstate"), JSON.stringify({ serial: 9 }), { mode: 0o644 });
    throw new Fault("Failed to persist state to backend: 503 Service Unavailable");
  }
  throw new Fault(text);
}

async function slow(point) {
  const until = Date.now() + (read("slow.json", {})[point] ?? 0);
  while (Date.now() < until && interrupts === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function locked(work) {
  try {
    fs.writeFileSync(own("state.lock"), String(process.pid), { flag: "wx" });
  } catch {
    throw new Fault("Error acquiring the state lock");
  }
  try {
    await work();
  } finally {
    fs.rmSync(own("state.lock"));
  }
}

function changesOf() {
  const { removed = [], resources = {}, variable = {} } = read("cdk.tf.json", {});
  const forgotten = removed.map(({ from }) => from);
  const state = read("state.json", { serial: 0, resources: {} });
  const names = [...new Set([...Object.keys(resources), ...Object.keys(state.resources)])].sort();
  const changes = names.map((name) => {
    const [before = null, after = null] = [state.resources[name], resources[name]];
    const action =
      before === null
        ? "create"
        : forgotten.includes(name)
          ? "forget"
          : after === null
            ? "delete"
            : before === after
              ? "no-op"
              : "update";
    return { address: name, change: { actions: [action], before, after, after_unknown: false } };
  });
  const variables = Object.entries(variable).map(([name, declared]) => [name, { value: declared.default }]);
  return {
    format_version: "1.2",
    variables: Object.fromEntries(variables),
    serial: state.serial,
    resource_changes: changes,
  };
}

const verbs = {
  version: () =>
    console.log(JSON.stringify({ terraform_version: process.env.FAKE_TERRAFORM_VERSION ?? "1.11.4" })),
  init: () => {
    const lock = own(".terraform.lock.hcl");
    if (!fs.existsSync(lock)) fs.writeFileSync(lock, "made by init");
  },
  plan: async () => {
    const plan = changesOf();
    if (!options.includes("-lock=false")) await locked(() => slow("plan:locked"));
    const out = options.find((option) => option.startsWith("-out=")).slice("-out=".length);
    fs.writeFileSync(out, JSON.stringify(plan));
    const any = plan.resource_changes.some(({ change }) => change.actions[0] !== "no-op");
    const count = (action) =>
      plan.resource_changes.filter(({ change }) => change.actions[0] === action).length;
    if (any)
      console.log(
        `Plan: ${count("create")} to add, ${count("update")} to change, ${count("delete")} to destroy.`,
      );
    process.exitCode = any ? 2 : 0;
  },
  show: () => {
    const plan = JSON.parse(fs.readFileSync(file, "utf8"));
    const shown = read("shown.json", {});
    const resource_changes = [...(shown.resource_changes ?? []), ...plan.resource_changes];
    console.log(JSON.stringify({ ...shown, ...plan, resource_changes }));
  },
  apply: () =>
    locked(async () => {
      const plan = JSON.parse(fs.readFileSync(file, "utf8"));
      const state = read("state.json", { serial: 0, resources: {} });
      if (plan.serial !== state.serial) throw new Fault("Saved plan is stale");
      for (const { address, change } of plan.resource_changes) {
        if (change.actions[0] === "no-op") continue;
        await slow(`apply:${address}`);
        if (interrupts > 0) {
          // Like Terraform, which waits for started operations before it writes its state.
          await new Promise((resolve) => setTimeout(resolve, read("slow.json", {}).interrupted ?? 0));
          throw new Fault("execution halted");
        }
        fault(`apply:${address}`);
        if (change.after === null) delete state.resources[address];
        else state.resources[address] = change.after;
        state.serial += 1;
        fs.writeFileSync(own("state.json"), JSON.stringify(state));
      }
      console.log("Apply complete!");
    }),
};

async function main() {
  trace("start");
  try {
    await slow(verb);
    if (interrupts > 0) throw new Fault("interrupted");
    fault(verb);
    await verbs[verb]();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    console.error(`╷\n│ Error: ${error.message}\n╵`);
    process.exitCode = 1;
  } finally {
    trace("end");
  }
}
main();
